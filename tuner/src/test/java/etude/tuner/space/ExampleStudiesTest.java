package etude.tuner.space;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ExampleStudiesTest {
    static List<Path> exampleStudies() {
        try (Stream<Path> files = Files.list(Path.of("..", "configs", "studies"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("exampleStudies")
    void exampleLoadsUnderItsOwnNameAndSaysWhatToExpect(Path file) throws IOException {
        Study study = Study.read(file);

        assertThat(file).hasFileName(study.name() + ".yaml");
        assertThat(study.trials())
                .allSatisfy(
                        trial -> assertThat(study.config(trial).seed()).isEqualTo(trial.seed()));
        assertThat(Files.readString(file))
                .startsWith("# Command:         etude study run configs/studies/" + study.name())
                .contains("\n# Expected time:", "\n# Expected result:");
    }
}
