package etude.tuner.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.metrics.Measurement;
import etude.tuner.process.TestDevice;
import etude.tuner.space.Resplit;
import etude.tuner.space.Trial;
import etude.tuner.store.Access;
import etude.tuner.store.Ending;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reruns and resplits of one trial, trained by a worker in this JVM. */
final class RerunWorkTest {
    private static final String BASE =
            """
            name: base
            deterministic: true
            threads: 1
            dataset: {name: generated, examples: 120, image_size: 8, validation_fraction: 0.25}
            model: {name: mlp, hidden: [8]}
            batch_size: 10
            max_train_steps: 20
            dropout: 0.1
            optimizer: {name: momentum, learning_rate: 0.05}
            evaluation: {every: 5, batch_size: 40, train_examples: 0, predictions: 0}
            checkpoints: {every: 5}
            """;

    private static final String STUDY =
            """
            name: s
            goal: Which?
            base: base.yaml
            trials: 1
            parameters: [{path: optimizer.learning_rate, role: nuisance, min: 0.01, max: 0.1}]
            """;

    @TempDir private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(folder.resolve("base.yaml"), BASE);
        file = Files.writeString(folder.resolve("study.yaml"), STUDY);
        try (OpenStudy study = opened()) {
            assertThat(work(study, () -> false)).contains(new Ending.Completed());
        }
    }

    private OpenStudy opened() {
        return StudyOpening.openOrCreate(file, folder.resolve("studies"), Optional.empty());
    }

    private static Optional<Ending> work(OpenStudy study, BooleanSupplier stop) {
        WorkerArguments arguments =
                new WorkerArguments(
                        study.directory().root(),
                        TestDevice.child(),
                        "worker",
                        Duration.ofMinutes(1),
                        List.of("test"));
        return new TrialWorker(
                        study,
                        arguments,
                        new WorkerState(Optional.empty()),
                        stop,
                        message -> {},
                        note -> {})
                .work();
    }

    private static List<Trial> trials(OpenStudy study) {
        return study.trials().stream().map(TrialStatus::trial).toList();
    }

    /** Every number of a run that the store has, and every step. */
    private static Map<Long, Map<String, Double>> results(OpenStudy study, TrialStatus rerun) {
        return study.store().evaluations(study.id(), rerun.number()).stream()
                .collect(
                        Collectors.toMap(
                                Measurement::step,
                                one ->
                                        one.metrics().entrySet().stream()
                                                .filter(m -> m.getKey().startsWith("validation/"))
                                                .collect(
                                                        Collectors.toMap(
                                                                Map.Entry::getKey,
                                                                Map.Entry::getValue))));
    }

    /** As on a node that has lost the file system; another one is to find all of them pending. */
    @Test
    void aFolderThatTakesNoWritesMakesNoTrialFail() throws IOException {
        try (OpenStudy study = opened()) {
            study.rerun(trials(study), 1);
            Path run = study.run(study.reruns().get(0).training()).root();
            Files.createDirectories(run.resolve("..").normalize());
            Files.writeString(run, "in the way");
            for (int attempt = 0; attempt < 6; attempt++) {
                assertThatThrownBy(() -> work(study, () -> false))
                        .isInstanceOf(EtudeException.class)
                        .hasMessageStartingWith("cannot write run directory " + run);
            }
            assertThat(study.reruns().get(0).state()).isEqualTo(TrialState.PENDING);
            Files.delete(run);
            assertThat(work(study, () -> false)).contains(new Ending.Completed());
        }
    }

    @Test
    void rerunThatIsStoppedHalfWayGoesOnToWhatAnUndisturbedOneReaches() throws IOException {
        Path copy = folder.resolve("copy");
        copy(folder.resolve("studies"), copy);
        byte[] steps;
        Map<Long, Map<String, Double>> undisturbed;
        try (OpenStudy study = opened()) {
            assertThat(study.rerun(trials(study), 1)).isEqualTo(1);
            assertThat(work(study, () -> false)).contains(new Ending.Completed());
            TrialStatus rerun = study.reruns().get(0);
            steps = Files.readAllBytes(study.run(rerun.training()).steps());
            undisturbed = results(study, rerun);
            assertThat(undisturbed).hasSize(4);
        }
        try (OpenStudy study = StudyOpening.openOrCreate(file, copy, Optional.empty())) {
            assertThat(study.rerun(trials(study), 1)).isEqualTo(1);
            AtomicInteger asked = new AtomicInteger();
            assertThat(work(study, () -> asked.incrementAndGet() > 13))
                    .contains(new Ending.Preempted());
            assertThat(study.reruns().get(0).state()).isEqualTo(TrialState.PENDING);
            assertThat(study.rerun(trials(study), 1)).as("the same command").isZero();
            assertThat(work(study, () -> false)).contains(new Ending.Completed());
            TrialStatus rerun = study.reruns().get(0);
            assertThat(rerun.attempt()).isEqualTo(2);
            assertThat(Files.readAllBytes(study.run(rerun.training()).steps())).isEqualTo(steps);
            assertThat(results(study, rerun)).isEqualTo(undisturbed);
            assertThat(work(study, () -> false)).as("nothing is left").isEmpty();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path one : files.toList()) {
                Files.copy(one, to.resolve(from.relativize(one).toString()));
            }
        }
    }

    @Test
    void resplitDividesTheDataAnewAndComesBackWithTheMarginFromTheFiles() throws IOException {
        Path run;
        try (OpenStudy study = opened()) {
            study.keepMargin(0.25);
            assertThat(study.resplit(trials(study), 1)).isEqualTo(1);
            assertThat(work(study, () -> false)).contains(new Ending.Completed());
            TrialStatus resplit = study.reruns().get(0);
            assertThat(resplit.training().label()).isEqualTo("resplit 1 of trial 0");
            run = study.run(resplit.training()).config();
            assertThat(resplit.training().seed()).isEqualTo(trials(study).get(0).seed());
            Path store = study.directory().root().resolve("study.db");
            assertThat(store).exists();
        }
        assertThat(ConfigLoader.load(run, List.of()).dataset().splitSeed()).isNotZero();

        StudyDirectory directory = new StudyDirectory(folder.resolve("studies/s"));
        try (Stream<Path> files = Files.list(directory.root())) {
            for (Path store : files.filter(f -> f.toString().contains("study.db")).toList()) {
                Files.delete(store);
            }
        }
        assertThat(StudyImport.of(directory.root(), folder, Optional.empty()).run()).hasSize(2);
        try (OpenStudy study = StudyOpening.open(directory, Optional.empty(), Access.READING)) {
            assertThat(study.margin()).hasValue(0.25);
            assertThat(study.reruns())
                    .singleElement()
                    .satisfies(
                            one -> {
                                assertThat(one.training()).isInstanceOf(Resplit.class);
                                assertThat(one.state()).isEqualTo(TrialState.COMPLETED);
                            });
        }
    }
}
