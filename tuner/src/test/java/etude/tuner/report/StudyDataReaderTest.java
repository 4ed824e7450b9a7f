package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.run.RunDirectory;
import etude.tuner.analysis.data.DatasetFacts;
import etude.tuner.analysis.data.Hyperparameter;
import etude.tuner.analysis.data.InfeasibleReason;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.data.Value;
import etude.tuner.store.Ending;
import etude.tuner.store.Evaluation;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyDataReaderTest {
    private static final StudyShape SHAPE = StudyShape.ended(10).unfinished(3);

    @TempDir private Path directory;

    @Test
    void theDesignIsThatOfTheStudyFile() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            StudyData data = StudyDataReader.read(study);
            assertThat(data.design().name()).isEqualTo("nesterov-or-adam");
            assertThat(data.design().goal()).isEqualTo("Does Adam beat Nesterov momentum?");
            assertThat(data.design().objective().metric()).isEqualTo("validation/error_rate");
            assertThat(data.design().hyperparameters())
                    .extracting(Hyperparameter::id)
                    .containsExactly(
                            "optimizer.name",
                            "optimizer.learning_rate if optimizer.name is nesterov",
                            "optimizer.momentum",
                            "optimizer.learning_rate if optimizer.name is adam",
                            "optimizer.beta1",
                            "optimizer.weight_decay",
                            "dropout");
            assertThat(data.design().arms())
                    .extracting(arm -> arm.label() + " " + arm.trials())
                    .containsExactly("optimizer.name=nesterov 10", "optimizer.name=adam 10");
            assertThat(data.design().fixed()).containsEntry("model.hidden", "[32]");
            assertThat(data.dataset())
                    .isEqualTo(new DatasetFacts(OptionalLong.of(2000), OptionalInt.of(10)));
        }
    }

    @Test
    void aTrialIsWhatStoreAndRunDirectorySay() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            TrialData trial = first(StudyDataReader.read(study), TrialState.COMPLETED);
            var stored = study.store().trials(study.id()).get(trial.number());
            assertThat(trial.evaluations())
                    .hasSize(10)
                    .isEqualTo(study.store().evaluations(study.id(), trial.number()));
            var settings =
                    Json.parse(stored.settings().orElseThrow().getBytes(StandardCharsets.UTF_8));
            double rate = settings.path("optimizer.learning_rate").asDouble();
            String optimizer = settings.path("optimizer.name").asText();
            assertThat(trial.settings())
                    .hasSize(5)
                    .containsEntry("optimizer.name", Value.of(optimizer))
                    .containsEntry(
                            "optimizer.learning_rate if optimizer.name is " + optimizer,
                            Value.of(rate))
                    .containsEntry("dropout", Value.of(settings.path("dropout").asDouble()));
            assertThat(trial.seed()).isEqualTo(stored.seed());
            assertThat(trial.arm()).isEqualTo(trial.number() % 2);
            assertThat(trial.run().learningRate()).hasValue(rate);
            assertThat(trial.run().warmupSteps()).hasValue(10);
            assertThat(trial.run().totalSteps()).isEqualTo(200);
            assertThat(trial.run().clippingThreshold()).hasValue(1.0);
            assertThat(trial.run().clippedFraction()).hasValue(0.12);
            assertThat(trial.run().examplesPerSecond()).hasValue(20_000.0 + trial.number());
            assertThat(trial.run().dataWaitFraction().orElseThrow()).isBetween(0.0, 0.02);
            var steps = new SyntheticTraining(study.study().trial(trial.number()), SHAPE).steps();
            assertThat(trial.steps().loss()).hasSize(200).isEqualTo(steps.losses());
            assertThat(trial.steps().gradientNorm()).isEqualTo(steps.gradientNorms());
        }
    }

    @Test
    void everyStateIsThere() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            StudyData data = StudyDataReader.read(study);
            assertThat(data.trials())
                    .extracting(TrialData::state)
                    .isEqualTo(
                            study.store().trials(study.id()).stream()
                                    .map(etude.tuner.store.Trial::state)
                                    .toList())
                    .contains(TrialState.values());
            assertThat(data.trials().get(13).infeasibleReason())
                    .hasValue(InfeasibleReason.OUT_OF_MEMORY);
            assertThat(data.trials())
                    .filteredOn(t -> t.state() == TrialState.INFEASIBLE && t.number() != 13)
                    .isNotEmpty()
                    .allSatisfy(
                            t ->
                                    assertThat(t.infeasibleReason())
                                            .hasValue(InfeasibleReason.DIVERGED));
            assertThat(first(data, TrialState.PENDING).evaluations()).isEmpty();
        }
    }

    @Test
    void whatIsOnAnotherMachineIsLeftOut() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            StudyData here = StudyDataReader.read(study);
            AtomicFiles.deleteTree(study.directory().root().resolve("trials"));
            StudyData elsewhere = StudyDataReader.read(study);
            assertThat(elsewhere.dataset()).isEqualTo(DatasetFacts.unknown());
            TrialData trial = first(elsewhere, TrialState.COMPLETED);
            TrialData same = here.trials().get(trial.number());
            assertThat(trial.evaluations()).isEqualTo(same.evaluations());
            assertThat(trial.settings()).isEqualTo(same.settings());
            assertThat(trial.run().learningRate()).isEqualTo(same.run().learningRate());
            assertThat(trial.run().examplesPerSecond()).isEmpty();
            assertThat(trial.run().clippedFraction()).isEmpty();
            assertThat(trial.steps().loss()).isEmpty();
        }
    }

    @Test
    void whatIsDamagedIsLeftOut() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            byte[] nonsense = {(byte) 0xff, (byte) 0xfe, '{', '\n', (byte) 0xff};
            for (var trial : study.store().trials(study.id())) {
                RunDirectory run = new RunDirectory(study.directory().trial(trial.runDirectory()));
                if (Files.exists(run.root())) {
                    for (Path file :
                            List.of(run.facts(), run.summary(), run.steps(), run.classes())) {
                        Files.write(file, nonsense);
                    }
                }
            }
            StudyData data = StudyDataReader.read(study);
            TrialData trial = first(data, TrialState.COMPLETED);
            assertThat(data.dataset()).isEqualTo(DatasetFacts.unknown());
            assertThat(trial.run().examplesPerSecond()).isEmpty();
            assertThat(trial.steps().loss()).isEmpty();
            assertThat(trial.evaluations()).hasSize(10);
        }
    }

    @Test
    void aTornStepsFileHasTheStepsBefore() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            TrialData trial = first(StudyDataReader.read(study), TrialState.COMPLETED);
            var stored = study.store().trials(study.id()).get(trial.number());
            Path steps = new RunDirectory(study.directory().trial(stored.runDirectory())).steps();
            byte[] bytes = Files.readAllBytes(steps);
            Files.write(steps, Arrays.copyOf(bytes, bytes.length - 13));
            assertThat(trial.steps().loss()).as("read when asked for").hasSize(198);
        }
    }

    @Test
    void metricsOfAnyNameAndNumbersThatAreNoneAreKept() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE.unfinished(20))) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("validation/loss", Double.NaN);
            metrics.put("validation/strange", Double.POSITIVE_INFINITY);
            Evaluation evaluation = new Evaluation(20, metrics);
            StudyOnDisk.end(study, List.of(evaluation), new Ending.Completed());
            TrialData trial = first(StudyDataReader.read(study), TrialState.COMPLETED);
            assertThat(trial.evaluations()).containsExactly(evaluation);
        }
    }

    private static TrialData first(StudyData data, TrialState state) {
        return data.trials().stream()
                .filter(trial -> trial.state() == state)
                .findFirst()
                .orElseThrow(() -> new EtudeException("no trial is " + state));
    }
}
