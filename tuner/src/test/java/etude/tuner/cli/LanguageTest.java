package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.store.TrialState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies of a user whose language has other digits. */
final class LanguageTest {
    @TempDir private Path directory;

    @Test
    void namesSentencesAndTrialsAreWrittenWithLatinDigits() throws Exception {
        SmallStudy study = SmallStudy.write(directory.resolve("study"), 1, 2);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Duser.language=fa",
                                "-Duser.country=IR",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Etude.class.getName()));
        command.addAll(List.of("study", "run", "study.yaml", "--workers", "1"));

        CommandResult run = EtudeProcess.run(study.directory(), command);

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("1 trial: 1 completed").matches("\\p{ASCII}+");
        assertThat(run.err()).contains("1 of 1 trials have ended").matches("\\p{ASCII}+");
        assertThat(study.trials()).extracting("state").containsExactly(TrialState.COMPLETED);
        try (Stream<Path> files = Files.walk(study.directory().resolve("studies"))) {
            assertThat(files.map(Path::toString))
                    .allMatch(name -> name.matches("\\p{ASCII}+"))
                    .anyMatch(name -> name.endsWith("step-00000002.jsonl"));
        }
    }
}
