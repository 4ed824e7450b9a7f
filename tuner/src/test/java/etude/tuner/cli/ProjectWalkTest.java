package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.project.BegunStep;
import etude.tuner.project.ProjectFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole small project, from its config to the look at the test split. */
final class ProjectWalkTest {
    @TempDir private Path directory;

    /** Trials are trained in this JVM, and a step is said to take a millisecond. */
    private CommandResult etude(String... words) {
        return EtudeCommand.run(directory, ThisJvm.undisturbed(), words);
    }

    private void begin() throws IOException {
        Files.writeString(
                directory.resolve("base.yaml"),
                """
                name: digits
                threads: 1
                dataset: {name: generated, examples: 160, image_size: 12, validation_fraction: 0.25}
                model: {name: mlp, hidden: [16]}
                batch_size: 16
                max_train_steps: 30
                optimizer: {name: momentum, learning_rate: 0.05}
                evaluation: {predictions: 0}
                """);
        etude("project", "new", "base.yaml", "--run-budget", "0.06s", "--total-budget", "4.2s");
        Path project = directory.resolve("projects/digits/project.yaml");
        Files.writeString(
                project,
                Files.readString(project)
                        .replace("seconds_per_step: null", "seconds_per_step: 0.001")
                        .replace(
                                "keep: []",
                                "keep: [batch_size, model, dataset, dropout, label_smoothing, polyak_decay]"));
    }

    private List<Path> in(String folder) throws IOException {
        try (Stream<Path> found =
                Files.list(directory.resolve("projects/digits").resolve(folder))) {
            return found.sorted().toList();
        }
    }

    private JsonNode said() throws IOException {
        return Json.parse(etude("next", "--format", "json").out().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aProjectGoesToItsLaunch() throws IOException {
        begin();
        ProjectFolder folder = new ProjectFolder(directory.resolve("projects/digits"));
        folder.begin(
                new BegunStep(
                        0,
                        "timing",
                        "",
                        "It was killed at its end.",
                        List.of("etude", "study", "run", "gone"),
                        OptionalDouble.of(0.25),
                        Optional.empty()));
        CommandResult done = etude("next", "--until", "launch");
        assertThat(done.exitCode()).as(done.out() + done.err()).isEqualTo(ExitCode.DONE);
        List<Path> launches = in("launches");
        assertThat(launches.get(launches.size() - 1).toString()).endsWith("-launch.json");
        assertThat(in("rounds"))
                .isNotEmpty()
                .allSatisfy(round -> assertThat(round.resolve("lesson.json")).exists());
        assertThat(directory.resolve("procedures/digits-final/MODEL_CARD.md")).exists();
        assertThat(directory.resolve("projects/digits/journal.jsonl"))
                .as("a procedure is charged what it trained")
                .content()
                .containsPattern("\"step\":\"steps\".*\"counted_seconds\":0\\.\\d");
        assertThat(Files.readAllLines(directory.resolve("projects/digits/journal.jsonl")).get(0))
                .as("what a killed process had not told is charged")
                .contains("It was killed at its end.", "\"predicted_seconds\":0.25");
        assertThat(folder.begun()).isEmpty();
        JsonNode said = said();
        assertThat(said.has("next")).isFalse();
        assertThat(said.path("seconds_charged").asDouble()).isLessThan(4.2);
        CommandResult again = etude("next", "--until", "budget");
        assertThat(again.out()).contains("Nothing is due: the incumbent was launched");
        assertThat(in("launches")).isEqualTo(launches);
    }
}
