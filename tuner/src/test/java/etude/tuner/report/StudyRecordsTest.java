package etude.tuner.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import etude.datasets.EtudeException;
import etude.trainer.files.AtomicFiles;
import etude.trainer.metrics.CorrectFile;
import etude.trainer.metrics.CorrectSeries;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.store.Ending;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import etude.tuner.study.OpenStudy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyRecordsTest {
    private static final StudyShape SHAPE = StudyShape.ended(10).unfinished(3);

    @TempDir private Path directory;

    @Test
    void theDesignIsThatOfTheStudyFile() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            StudyRecord data = StudyRecords.read(study);
            assertThat(data.outline().name()).isEqualTo("nesterov-or-adam");
            assertThat(data.outline().goal()).isEqualTo("Does Adam beat Nesterov momentum?");
            assertThat(data.outline().objective().metric()).isEqualTo("validation/error_rate");
            assertThat(data.outline().hyperparameters())
                    .extracting(Hyperparameter::id)
                    .containsExactly(
                            "optimizer.name",
                            "optimizer.learning_rate if optimizer.name is nesterov",
                            "optimizer.momentum",
                            "optimizer.learning_rate if optimizer.name is adam",
                            "optimizer.beta1",
                            "optimizer.weight_decay",
                            "dropout");
            assertThat(data.outline().arms())
                    .extracting(Arm::label)
                    .containsExactly("optimizer.name=nesterov", "optimizer.name=adam");
            assertThat(data.outline().trialsPerArm()).isEqualTo(10);
            assertThat(data.outline().fixed()).containsEntry("model.hidden", "[32]");
            assertThat(data.countedExamples()).hasValue(2000);
            assertThat(data.data().classes()).hasValue(10);
        }
    }

    @Test
    void aTrialIsWhatStoreAndRunDirectorySay() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            TrialRecord trial = first(StudyRecords.read(study), TrialState.COMPLETED);
            var stored = study.store().trials(study.id()).get(trial.number());
            assertThat(trial.evaluations())
                    .hasSize(10)
                    .isEqualTo(study.store().evaluations(study.id(), trial.number()));
            assertThat(trial.status()).isEqualTo(stored);
            Map<String, JsonNode> settings = trial.trial().settings();
            double rate =
                    Objects.requireNonNull(settings.get("optimizer.learning_rate")).asDouble();
            String optimizer = Objects.requireNonNull(settings.get("optimizer.name")).asText();
            assertThat(trial.trial().values())
                    .hasSize(5)
                    .containsEntry("optimizer.name", settings.get("optimizer.name"))
                    .containsEntry(
                            "optimizer.learning_rate if optimizer.name is " + optimizer,
                            DoubleNode.valueOf(rate))
                    .containsEntry("dropout", settings.get("dropout"));
            assertThat(trial.arm()).isEqualTo(trial.number() % 2);
            assertThat(trial.learningRate()).hasValue(rate);
            assertThat(trial.warmupSteps()).hasValue(10);
            assertThat(trial.totalSteps()).isEqualTo(200);
            assertThat(trial.clippingNorm()).hasValue(1.0);
            assertThat(trial.clippedFraction()).hasValue(0.12);
            assertThat(trial.examplesPerSecond()).hasValue(20_000.0 + trial.number());
            assertThat(trial.dataWaitFraction().orElseThrow()).isBetween(0.0, 0.02);
            var steps = new SyntheticTraining(study.study().trial(trial.number()), SHAPE).steps();
            assertThat(trial.steps().losses()).hasSize(200).isEqualTo(steps.losses());
            assertThat(trial.steps().gradientNorms()).isEqualTo(steps.gradientNorms());
            assertThat(trial.correct()).as("an older run").isEqualTo(CorrectSeries.none());
            Path correct = StudyRecords.directory(study, trial.status()).correct();
            try (CorrectFile file = CorrectFile.create(correct, 3)) {
                file.append(20, BitSet.valueOf(new byte[] {5}));
            }
            assertThat(trial.correct().evaluations())
                    .isEqualTo(Map.of(20L, BitSet.valueOf(new byte[] {5})));
        }
    }

    @Test
    void everyStateIsThere() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            StudyRecord data = StudyRecords.read(study);
            assertThat(data.trials())
                    .extracting(TrialRecord::state)
                    .isEqualTo(
                            study.store().trials(study.id()).stream()
                                    .map(TrialStatus::state)
                                    .toList())
                    .contains(TrialState.values());
            assertThat(data.trials().get(13).infeasible().orElseThrow().kind())
                    .isEqualTo(Infeasible.Kind.OUT_OF_MEMORY);
            assertThat(data.trials())
                    .filteredOn(t -> t.state() == TrialState.INFEASIBLE && t.number() != 13)
                    .isNotEmpty()
                    .allSatisfy(
                            t ->
                                    assertThat(t.infeasible().orElseThrow())
                                            .isInstanceOf(Infeasible.Diverged.class));
            assertThat(first(data, TrialState.PENDING).evaluations()).isEmpty();
        }
    }

    @Test
    void whatIsOnAnotherMachineIsLeftOut() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            StudyRecord here = StudyRecords.read(study);
            AtomicFiles.deleteTree(study.directory().root().resolve("trials"));
            StudyRecord elsewhere = StudyRecords.read(study);
            assertThat(elsewhere.data()).isEqualTo(RunFacts.Data.unknown());
            TrialRecord trial = first(elsewhere, TrialState.COMPLETED);
            TrialRecord same = here.trials().get(trial.number());
            assertThat(trial.evaluations()).isEqualTo(same.evaluations());
            assertThat(trial.trial()).isEqualTo(same.trial());
            assertThat(trial.learningRate()).isEqualTo(same.learningRate());
            assertThat(trial.examplesPerSecond()).isEmpty();
            assertThat(trial.clippedFraction()).isEmpty();
            assertThat(trial.steps().losses()).isEmpty();
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
                            List.of(
                                    run.facts(),
                                    run.summary(),
                                    run.steps(),
                                    run.classes(),
                                    run.correct())) {
                        Files.write(file, nonsense);
                    }
                }
            }
            StudyRecord data = StudyRecords.read(study);
            TrialRecord trial = first(data, TrialState.COMPLETED);
            assertThat(data.data()).isEqualTo(RunFacts.Data.unknown());
            assertThat(trial.examplesPerSecond()).isEmpty();
            assertThat(trial.steps().losses()).isEmpty();
            assertThat(trial.correct()).isEqualTo(CorrectSeries.none());
            assertThat(trial.evaluations()).hasSize(10);
        }
    }

    @Test
    void aTornStepsFileHasTheStepsBefore() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE)) {
            TrialRecord trial = first(StudyRecords.read(study), TrialState.COMPLETED);
            var stored = study.store().trials(study.id()).get(trial.number());
            Path steps = new RunDirectory(study.directory().trial(stored.runDirectory())).steps();
            byte[] bytes = Files.readAllBytes(steps);
            Files.write(steps, Arrays.copyOf(bytes, bytes.length - 13));
            assertThat(trial.steps().losses()).as("read when asked for").hasSize(198);
        }
    }

    @Test
    void metricsOfAnyNameAndNumbersThatAreNoneAreKept() throws IOException {
        try (OpenStudy study = StudyOnDisk.write(directory, SHAPE.unfinished(20))) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("validation/loss", Double.NaN);
            metrics.put("validation/strange", Double.POSITIVE_INFINITY);
            Measurement evaluation = new Measurement(20, metrics);
            StudyOnDisk.end(study, List.of(evaluation), new Ending.Completed());
            TrialRecord trial = first(StudyRecords.read(study), TrialState.COMPLETED);
            assertThat(trial.evaluations()).containsExactly(evaluation);
        }
    }

    private static TrialRecord first(StudyRecord data, TrialState state) {
        return data.trials().stream()
                .filter(trial -> trial.state() == state)
                .findFirst()
                .orElseThrow(() -> new EtudeException("no trial is " + state));
    }
}
