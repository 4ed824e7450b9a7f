package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Real probes, each size in a real process. */
@EnabledOnOs(OS.LINUX)
final class ProbeProcessTest {
    private static final String CONFIG =
            """
            name: images
            threads: 1
            dataset: {name: generated, examples: 200, image_size: 24, validation_fraction: 0.1}
            model: {name: resnet, depth: 8}
            batch_size: 2
            max_train_steps: 50
            optimizer: {name: momentum, learning_rate: 0.05}
            evaluation: {batch_size: 2}
            """;

    @TempDir private Path directory;

    @BeforeEach
    void writeConfig() throws IOException {
        Files.writeString(directory.resolve("config.yaml"), CONFIG);
    }

    private CommandResult probe(String... arguments) {
        String[] all = new String[arguments.length + 2];
        all[0] = "probe";
        all[1] = "config.yaml";
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        return EtudeCommand.run(directory, all);
    }

    private JsonNode json() throws IOException {
        return Json.parse(Files.readAllBytes(directory.resolve("probes/images/probe.json")));
    }

    @Test
    void sizesGrowUntilTheKernelRefusesMemory() throws Exception {
        CommandResult probe =
                probe(
                        "--set",
                        "dataset.image_size=96",
                        "--min",
                        "8",
                        "--memory-limit",
                        "360MiB",
                        "--time-limit",
                        "2");
        assertThat(probe.exitCode()).isZero();
        JsonNode sizes = json().path("sizes");
        assertThat(sizes.size()).isBetween(2, 8);
        JsonNode last = sizes.get(sizes.size() - 1);
        assertThat(last.path("state").asText()).contains("OUT_OF_MEMORY");
        assertThat(last.path("result").path("detail").asText()).containsIgnoringCase("memory");
        assertThat(probe.out()).contains("does not fit").contains("Memory: ");
        assertThat(directory.resolve("probes/images/probe.csv"))
                .content()
                .hasLineCount(sizes.size() + 1);
        assertThat(directory.resolve("runs")).doesNotExist();
    }

    @Test
    void aKilledProbeContinuesAndAnotherConfigStartsOver() throws Exception {
        Process process =
                new ProcessBuilder(
                                EtudeProcess.command(
                                        "probe",
                                        "config.yaml",
                                        "--max",
                                        "2",
                                        "--time-limit",
                                        "0.5"))
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("out").toFile())
                        .start();
        Path written = directory.resolve("probes/images/probe.json");
        while (process.isAlive() && !Files.exists(written)) {
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly().waitFor();
        for (ProcessHandle child : children) {
            child.onExit().get(60, TimeUnit.SECONDS);
        }
        JsonNode first = json().path("sizes").get(0);

        CommandResult again = probe("--max", "2", "--time-limit", "0.5");
        assertThat(again.exitCode()).isZero();
        assertThat(again.err())
                .containsPattern("batch size 1: .*\\(measured earlier\\)")
                .contains("batch size 2: measuring");
        assertThat(json().path("sizes").size()).isEqualTo(2);
        // A size that was oddly slow beside the next ones is measured once more, as on a busy
        // machine.
        if (!again.err().contains("batch size 1: measuring again")) {
            assertThat(json().path("sizes").get(0)).isEqualTo(first);
        }
        anotherConfigStartsOverAndKeepsTheOldResults();
    }

    private void anotherConfigStartsOverAndKeepsTheOldResults() {
        CommandResult other = probe("--max", "1", "--time-limit", "0.5", "--set", "seed=2");
        assertThat(other.exitCode()).isZero();
        assertThat(other.err()).contains("(config differ)").doesNotContain("measured earlier");
        assertThat(directory.resolve("probes/images/probe.old-1.json")).exists();
        CommandResult fresh =
                probe("--max", "1", "--time-limit", "0.5", "--set", "seed=2", "--fresh");
        assertThat(fresh.err()).doesNotContain("measured earlier");
        assertThat(directory.resolve("probes/images/probe.old-2.json")).exists();
    }

    @Test
    void evaluationSizesAreProbedForward() throws Exception {
        CommandResult probe =
                probe("--evaluation", "--min", "2", "--max", "2", "--time-limit", "0.2");
        assertThat(probe.exitCode()).isZero();
        assertThat(probe.out()).contains("Use evaluation.batch_size");
        assertThat(directory.resolve("probes/images-evaluation/probe.json")).exists();
    }

    @Test
    void nothingFitsIsOneSentence() throws Exception {
        CommandResult probe =
                probe(
                        "--memory-limit",
                        "700MiB",
                        "--time-limit",
                        "0.2",
                        "--set",
                        "dataset={name: generated, examples: 20, image_size: 512, validation_fraction: 0.1}",
                        "--set",
                        "model.depth=56");
        assertThat(probe.exitCode()).isEqualTo(4);
        assertThat(probe.err()).contains("etude: not even batch_size 1 fits in 700.0 MiB (");
    }

    @Test
    void mistakesOfTheCommandLineAreUsageErrors() throws Exception {
        CommandResult max = probe("--max", "0");
        assertThat(max.exitCode()).isEqualTo(2);
        assertThat(max.err()).startsWith("etude: --max: expected at least 1, found 0");
        CommandResult limit = probe("--memory-limit", "2");
        assertThat(limit.exitCode()).isEqualTo(2);
        assertThat(limit.err()).startsWith("etude: --memory-limit: expected a number and a unit");
    }

    @Test
    void mistakesOfTheConfigAreSaidOnce() throws Exception {
        CommandResult model = probe("--set", "model={name: vit, patch_size: 7}");
        assertThat(model.err()).contains("etude: ").doesNotContain("\tat ");
        assertThat(model.exitCode()).isIn(1, 2);
        CommandResult data = probe("--set", "dataset={name: idx, path: absent}");
        assertThat(data.err()).contains("etude: ").contains("absent").doesNotContain("\tat ");
        assertThat(data.exitCode()).isEqualTo(1);
    }
}
