package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the plan to the new config. */
final class TuneStepsTest {
    @TempDir private Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                directory.resolve("base.yaml"),
                """
                name: digits
                threads: 1
                dataset: {name: generated, examples: 100, image_size: 12, validation_fraction: 0.2}
                model: {name: mlp, hidden: [32]}
                batch_size: 10
                max_train_steps: 30
                optimizer: {name: momentum, learning_rate: 0.01, weight_decay: 1.0e-4}
                evaluation: {every: 10, batch_size: 40, predictions: 0}
                """);
    }

    /** Trials are trained in this JVM, and no step is timed. */
    private CommandResult etude(String... words) {
        return EtudeCommand.run(directory, ThisJvm.undisturbed(), words);
    }

    /** With the process that times steps. */
    @Test
    void aPlanSaysWhatItWillTakeAndRunsNothing() {
        CommandResult plan =
                EtudeCommand.run(
                        directory, "tune", "steps", "base.yaml", "--at-most", "300", "--plan");
        assertThat(plan.exitCode()).as(plan.err()).isZero();
        assertThat(plan.out())
                .contains("etude tune steps: study digits-steps-1, 7 trials of 300 steps")
                .containsPattern("The first study: 2,100 steps of .*device-hours")
                .containsPattern("All together, at most: 4,500 steps of .*device-hours")
                .contains("Everything goes to procedures/digits-steps.");
        assertThat(directory.resolve("procedures/digits-steps/plan.json")).doesNotExist();
        assertThat(directory.resolve("studies")).doesNotExist();
    }

    @Test
    void aProcedureGoesFromItsPlanToAConfigThatTrains() throws Exception {
        CommandResult run =
                etude(
                        "tune",
                        "steps",
                        "base.yaml",
                        "--at-most",
                        "40",
                        "--fit",
                        "0.4",
                        "--write",
                        "new.yaml");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path folder = directory.resolve("procedures/digits-steps");
        JsonNode result = Json.parse(Files.readAllBytes(folder.resolve("result.json")));
        assertThat(result.path("result").asText()).isEqualTo("fitted");
        long step = result.path("max_train_steps").asLong();
        assertThat(step).isBetween(1L, 40L);
        assertThat(run.out()).contains("max_train_steps: 30 becomes " + step);
        assertThat(folder.resolve("patch.yaml"))
                .content()
                .startsWith("- key: max_train_steps\n  old: 30\n  new: " + step + "\n");
        assertThat(folder.resolve("report.html"))
                .content()
                .contains("How fast each constant rate fits the training set", "weight decay");
        assertThat(directory.resolve("new.yaml"))
                .content()
                .contains("max_train_steps: " + step + "\n", "weight_decay: 1.0e-4");
        assertThat(directory.resolve("studies/digits-steps-1/report.html")).exists();

        CommandResult again =
                etude("tune", "steps", "base.yaml", "--at-most", "40", "--fit", "0.4");
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).doesNotContain("Timing");
        assertThat(again.out()).doesNotContain("The first study");
        assertThat(Json.parse(Files.readAllBytes(folder.resolve("result.json")))).isEqualTo(result);

        CommandResult other = etude("tune", "steps", "base.yaml", "--at-most", "50");
        assertThat(other.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(other.err())
                .contains(
                        "procedures/digits-steps was begun with other inputs (at_most was 40, is 50; fit was 0.4, is 0.005)");
    }

    @Test
    void wrongInputsAreOneSentenceEach() {
        CommandResult few = etude("tune", "steps", "base.yaml", "--at-most", "5");
        assertThat(few.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(few.err()).contains("--at-most: expected at least 10 steps");
        CommandResult none = etude("tune", "steps", "base.yaml");
        assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(none.err()).contains("--at-most");
    }
}
