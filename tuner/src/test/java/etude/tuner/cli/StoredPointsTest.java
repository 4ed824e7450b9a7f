package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.tuner.process.TestDevice;
import etude.tuner.space.Study;
import etude.tuner.space.Trial;
import etude.tuner.store.Access;
import etude.tuner.store.StudyStore;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.study.TrialWorker;
import etude.tuner.study.WorkerArguments;
import etude.tuner.study.WorkerState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stored point is the truth: where a version of Etude would compute other points than those
 * that were stored, worker, status, report and export go by the stored ones, and say so.
 */
final class StoredPointsTest {
    private static final String BASE =
            """
            name: tiny
            dataset: {name: generated, examples: 60, image_size: 8, validation_fraction: 0.4}
            model: {name: mlp, hidden: [2]}
            batch_size: 8
            max_train_steps: 4
            optimizer: {name: momentum, learning_rate: 0.05}
            evaluation: {every: 2, train_examples: 8, predictions: 0}
            checkpoints: {every: 4}
            """;

    private static final String STUDY =
            """
            name: stored
            goal: Which points count?
            base: base.yaml
            search: {algorithm: quasi_random, seed: %d}
            trials: 2
            parameters:
              - {path: optimizer.learning_rate, role: nuisance, min: 1.0e-3, max: 1.0e-1, scale: log}
            """;

    @TempDir private Path directory;

    /** Of another seed, and so of other permutations of digits. */
    private List<Trial> otherTrials() throws IOException {
        Path file = directory.resolve("other.yaml");
        Files.writeString(file, STUDY.formatted(99));
        return Study.read(file).trials();
    }

    /** The study as it would be if its trials had been stored by another formula. */
    private Path begin(List<Trial> trials) throws IOException {
        Files.writeString(directory.resolve("base.yaml"), BASE);
        Path file = Files.writeString(directory.resolve("stored.yaml"), STUDY.formatted(1));
        StudyDirectory here = new StudyDirectory(directory.resolve("studies").resolve("stored"));
        try (OpenStudy study = StudyOpening.openOrCreate(file, here, Optional.empty())) {
            assertThat(study.difference()).isEmpty();
        }
        try (StudyStore store = StudyStore.open(here.store(), Access.READING)) {
            var definition = store.findStudy("stored").orElseThrow().definition();
            Files.delete(here.root().resolve("study.db"));
            Files.delete(here.root().resolve("store.json"));
            try (StudyStore again = StudyStore.openOrCreate(here.store())) {
                again.createStudy(definition, trials);
            }
        }
        return here.root();
    }

    @Test
    void whatIsStoredCounts() throws IOException {
        Files.writeString(directory.resolve("base.yaml"), BASE);
        List<Trial> stored = otherTrials();
        Path root = begin(stored);
        Trial first = stored.get(0);
        double rate =
                Objects.requireNonNull(first.settings().get("optimizer.learning_rate")).asDouble();

        try (OpenStudy study =
                StudyOpening.open(new StudyDirectory(root), Optional.empty(), Access.WRITING)) {
            assertThat(study.study().trial(0)).as("computed now").isNotEqualTo(first);
            new TrialWorker(
                            study,
                            new WorkerArguments(
                                    root,
                                    TestDevice.child(),
                                    "w",
                                    Duration.ofSeconds(30),
                                    List.of("etude")),
                            new WorkerState(Optional.empty()),
                            () -> false,
                            message -> {},
                            note -> {})
                    .work();
        }

        RunConfig trained = ConfigLoader.load(root.resolve("trials/00000/config.yaml"), List.of());
        assertThat(trained.optimizer().learningRate()).isEqualTo(rate);
        assertThat(trained.seed()).isEqualTo(first.seed());

        JsonNode export = Json.parse(etude("export", root).getBytes(StandardCharsets.UTF_8));
        assertThat(export.at("/trials/0/settings/optimizer.learning_rate").asDouble())
                .isEqualTo(rate);
        assertThat(export.at("/trials/0/seed").asLong()).isEqualTo(first.seed());

        String difference =
                "this version of Etude would choose other settings or seeds for 2 of the 2 stored trials (0, 1); the stored ones count";
        assertThat(etude("status", root)).contains("Note: " + difference + ".");
        etude("report", root);
        String page = Files.readString(root.resolve("report.html"));
        assertThat(page).contains(difference.substring(1)).contains(Double.toString(rate));
    }

    private String etude(String command, Path root) {
        CommandResult result = EtudeCommand.run(directory, "study", command, root.toString());
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result.out();
    }
}
