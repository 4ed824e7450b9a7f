package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real comparison of two batch sizes that is terminated, continued and started over. */
@EnabledOnOs(OS.LINUX)
final class CompareStepsProcessTest {
    private static final String CONFIG =
            """
            name: digits
            threads: 1
            dataset: {name: generated, examples: 600, difficulty: 0.2, validation_fraction: 0.2}
            model: {name: mlp, hidden: [32]}
            batch_size: 32
            max_train_steps: 60
            optimizer: {name: momentum, learning_rate: 0.05}
            evaluation: {batch_size: 128, train_examples: 0, predictions: 0}
            checkpoints: {every: 30}
            """;

    private static final List<String> ARGUMENTS =
            List.of(
                    "probe",
                    "config.yaml",
                    "--compare-steps-to-target",
                    "validation/error_rate=0.5",
                    "--sizes",
                    "16,64",
                    "--trials",
                    "3");

    @TempDir private Path directory;

    private CommandResult compare(String... further) {
        return EtudeCommand.run(
                directory,
                Stream.concat(ARGUMENTS.stream(), Stream.of(further)).toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return Json.parse(Files.readAllBytes(directory.resolve("probes/digits-steps/steps.json")));
    }

    @Test
    void aTerminatedComparisonContinues() throws Exception {
        Files.writeString(directory.resolve("config.yaml"), CONFIG);
        Process process = start();
        Path first = directory.resolve("probes/digits-steps/trials/00000/metrics.jsonl");
        while (process.isAlive() && !Files.exists(first)) {
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(ExitCode.PREEMPTED);
        assertThat(directory.resolve("err")).content().contains("the same command continues");
        assertThat(directory.resolve("probes/digits-steps/steps.json")).doesNotExist();

        CommandResult again = compare("--workers", "2");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out())
                .contains("PER DOUBLING")
                .contains("minimizes training time")
                .contains("critical batch size");
        assertThat(json().path("step_budget").asInt()).isEqualTo(60);
        assertThat(json().path("evaluate_every").asInt()).isEqualTo(3);
        assertThat(json().path("sizes")).hasSize(2);
        for (JsonNode size : json().path("sizes")) {
            assertThat(size.path("trials")).hasSize(3);
            assertThat(size.path("steps").asInt()).isPositive().isLessThanOrEqualTo(60);
            assertThat(size.path("seconds").asDouble()).isPositive();
        }
        assertThat(directory.resolve("probes/digits-steps/steps.csv")).content().hasLineCount(3);
        assertThat(directory.resolve("probes/digits-steps/steps.html")).exists();
        assertThat(directory.resolve("runs")).doesNotExist();
        assertThat(directory.resolve("studies")).doesNotExist();

        CommandResult other = compare("--learning-rates", "0.1,1.0");
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err()).startsWith("etude: ").contains("--fresh").hasLineCount(1);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(EtudeProcess.command(ARGUMENTS.toArray(String[]::new)))
                .directory(directory.toFile())
                .redirectOutput(directory.resolve("out").toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
    }
}
