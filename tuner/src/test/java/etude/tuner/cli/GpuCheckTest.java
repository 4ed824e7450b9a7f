package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The script goes through its steps whatever happens in them. Java is a script that does what each
 * test needs; what the steps find in a real checkout, {@code scripts/gpu-check --device cpu} says.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "the script is for Linux, where there are cards")
final class GpuCheckTest {
    @TempDir private Path directory;

    private Path root = Path.of("");
    private Path results = Path.of("");

    @BeforeEach
    void layOutACheckout() throws IOException {
        root = directory.resolve("check out");
        results = directory.resolve("results.txt");
        Path scripts = Files.createDirectories(root.resolve("scripts"));
        for (String name : List.of("etude", "gpu-check")) {
            Files.copy(Path.of("..", "scripts", name), scripts.resolve(name));
        }
    }

    @Test
    void whereNothingIsBuiltEveryStepSaysSoAndTheNextOneRuns() throws Exception {
        java("echo openjdk");
        for (int run = 0; run < 2; run++) {
            CommandResult said = check("--only", "machine,doctor,kernels");
            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(Files.readString(results))
                    .containsSubsequence("[machine] passed", "openjdk", "no-python has no PyTorch")
                    .containsSubsequence("[doctor] FAILED", "| etude: ETUDE_NO_BUILD is set, and ")
                    .containsSubsequence(
                            "[kernels] skipped",
                            "nothing is built here: scripts/gpu-check --prepare")
                    .containsSubsequence(
                            "skipped: kernels\n", "1 of the steps failed or did not end in time")
                    .doesNotContain("[suite]");
        }
        assertThat(Files.readString(results).lines().filter(line -> line.startsWith("====")))
                .as("a later run is appended")
                .hasSize(2);
    }

    @Test
    void aStepThatHangsIsEndedWithAllThatItStarted() throws Exception {
        Files.createFile(
                Files.createDirectories(root.resolve("tuner/target/lib")).resolve("etude.jar"));
        Path child = directory.resolve("child");
        java("echo half; echo $$ >'%s'; exec sleep 600".formatted(child));
        CommandResult said = check("--only", "doctor,kernels", "--limit", "3");
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(Files.readString(results))
                .containsSubsequence(
                        "[doctor] NOT FINISHED within 3 s", "  half\n", "[kernels] skipped");
        long hanging = Long.parseLong(Files.readString(child).strip());
        ProcessHandle.of(hanging)
                .ifPresent(
                        process ->
                                assertThat(process.onExit())
                                        .as("it ends, if it has not yet")
                                        .succeedsWithin(Duration.ofSeconds(30)));
    }

    @Test
    void onAGpuDoctorIsAskedFirstWhateverStepsAreWanted() throws Exception {
        Files.createFile(
                Files.createDirectories(root.resolve("tuner/target/lib")).resolve("etude.jar"));
        Files.createDirectories(root.resolve("target/gpu-check/lib"));
        Files.createDirectories(root.resolve("trainer"));
        java("echo 'OK  gpu:0   a card'; echo 'JUnit Jupiter > ATest > a() :: SUCCESSFUL'");
        CommandResult said = check("--device", "gpu", "--only", "kernels");
        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(Files.readString(results))
                .containsSubsequence(
                        "[doctor] passed", "[kernels] passed", "  1 tests passed, 0 failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--only doctor,nonsense|--only: expected some of machine doctor kernels",
                "--limit 1m|--limit: expected a number of seconds, found 1m",
                "--device tpu|--device: expected cpu or gpu, found tpu",
                "--out /dev/null/results.txt|have to be writable, and are not",
                "--nonsense|unknown argument --nonsense; see --help"
            })
    void aMistakeIsOneSentence(String options, String sentence) throws Exception {
        CommandResult wrong = check(options.split(" "));
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).startsWith("gpu-check: ").contains(sentence).hasLineCount(1);
        assertThat(results).doesNotExist();
    }

    private void java(String script) throws IOException {
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    /** Without a Python, so that nothing depends on what this machine's has. */
    private CommandResult check(String... options) throws Exception {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "env",
                                "JAVA_HOME=" + directory.resolve("jdk"),
                                root.resolve("scripts/gpu-check").toString(),
                                "--device",
                                "cpu",
                                "--out",
                                results.toString(),
                                "--python",
                                "no-python"));
        command.addAll(List.of(options));
        return EtudeProcess.run(directory, command);
    }
}
