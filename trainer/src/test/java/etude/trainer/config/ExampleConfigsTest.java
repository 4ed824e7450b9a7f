package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ExampleConfigsTest {
    static List<Path> exampleConfigs() {
        try (Stream<Path> files = Files.list(Path.of("..", "configs", "train"))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("exampleConfigs")
    void exampleLoadsUnderItsOwnNameAndSaysWhatToExpect(Path file) throws IOException {
        RunConfig config = ConfigLoader.load(file, List.of());

        assertThat(file).hasFileName(config.name() + ".yaml");
        assertThat(Files.readString(file))
                .startsWith(
                        "# Command:         etude train configs/train/" + config.name() + ".yaml\n")
                .contains("\n# Expected time:", "\n# Expected result:");
    }
}
