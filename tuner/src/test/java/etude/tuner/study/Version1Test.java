package etude.tuner.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import etude.trainer.files.Json;
import etude.trainer.metrics.Measurement;
import etude.tuner.process.TestDevice;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Trial;
import etude.tuner.store.Access;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study that version 0.1.0 wrote, with a store of version 1, is read by this version. */
final class Version1Test {
    @TempDir private Path directory;

    @BeforeEach
    void copy() throws IOException {
        Version1Study.copyTo(root());
    }

    private Path root() {
        return directory.resolve("studies").resolve("version-1");
    }

    private OpenStudy open() {
        return StudyOpening.open(new StudyDirectory(root()), Optional.empty(), Access.WRITING);
    }

    @Test
    void trialsAreWhatTheyWere() {
        try (OpenStudy study = open()) {
            List<TrialStatus> trials = study.trials();
            assertThat(trials).extracting(TrialStatus::number).hasSize(14).isSorted();
            assertThat(trials.stream().map(TrialStatus::trial).toList())
                    .as("this version would make the same")
                    .isEqualTo(study.study().trials());
            assertThat(study.difference()).isEmpty();
            assertThat(trials.get(2).trial().values().keySet())
                    .containsExactly(
                            "optimizer.name",
                            "rate if optimizer.name is momentum",
                            "optimizer.momentum",
                            "dropout");
            assertThat(Json.line(trials.get(2).trial().settings()))
                    .isEqualTo(
                            "{\"optimizer.name\":\"momentum\",\"rate\":0.19945864598803398,"
                                    + "\"optimizer.momentum\":0.97982167219765,\"dropout\":0,"
                                    + "\"label_smoothing\":0.1,"
                                    + "\"optimizer.learning_rate\":0.19945864598803398}");
        }
    }

    @Test
    void reasonsBecomeData() {
        try (OpenStudy study = open()) {
            List<TrialStatus> trials = study.trials();
            assertThat(trials.get(4).infeasible()).contains(new Infeasible.Diverged(11));
            assertThat(trials.get(11).infeasible())
                    .contains(
                            new Infeasible.OutOfMemory(
                                    "batch_size",
                                    8,
                                    "DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 (GiB)"));
            assertThat(trials.get(12).infeasible())
                    .contains(
                            new Infeasible.Constraint(
                                    "model.hidden: expected at most 7 units, found 9"));
            assertThat(trials.get(10).error().orElseThrow()).startsWith("5 attempts in a row");
            assertThat(study.store().lastLogLines(study.id()).get(10))
                    .startsWith("# A fatal error has been detected");
            assertThat(trials)
                    .filteredOn(trial -> trial.state() != TrialState.INFEASIBLE)
                    .allSatisfy(trial -> assertThat(trial.infeasible()).isEmpty());
        }
    }

    @Test
    void upgradingTwiceChangesNothing() {
        List<TrialStatus> first;
        try (OpenStudy study = open()) {
            first = study.trials();
        }
        try (OpenStudy study = open()) {
            assertThat(study.trials()).isEqualTo(first);
        }
    }

    @Test
    void aReportReadsItsRunDirectories() {
        try (OpenStudy study = open()) {
            StudyRecord record = StudyRecords.read(study);
            TrialRecord trial = record.trials().get(2);
            assertThat(trial.evaluations()).hasSize(4);
            assertThat(trial.learningRate()).hasValue(0.19945864598803398);
            assertThat(trial.warmupSteps())
                    .as("an epoch of 36 examples in batches of 8")
                    .hasValue(5);
            assertThat(trial.maxTrainSteps()).isEqualTo(27);
            assertThat(trial.steps().size()).isEqualTo(32);
            assertThat(record.winner().map(TrialRecord::number)).contains(0);
        }
    }

    @Test
    void itsLostStoreIsMadeAgainFromTheStudyFile() throws Exception {
        List<TrialStatus> before;
        List<Measurement> measured;
        try (OpenStudy study = open()) {
            before = study.trials();
            measured = study.store().evaluations(study.id(), 2);
            Files.writeString(
                    directory.resolve(study.study().base()),
                    study.store().findStudy("version-1").orElseThrow().definition().baseConfig());
        }
        Path file = Files.copy(root().resolve("study.yaml"), directory.resolve("version-1.yaml"));
        Files.delete(root().resolve("study.db"));
        assertThatThrownBy(
                        () ->
                                StudyImport.of(
                                        root(), directory.resolve("studies"), Optional.empty()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("give the study's file instead");

        StudyImport.of(file, directory.resolve("studies"), Optional.empty()).run();

        try (OpenStudy study = open()) {
            List<TrialStatus> after = study.trials();
            assertThat(after).as("as many as its files tell").hasSize(10);
            assertThat(trialsOf(after)).isEqualTo(trialsOf(before).subList(0, 10));
            assertThat(after.get(4).infeasible()).contains(new Infeasible.Diverged(11));
            assertThat(study.store().evaluations(study.id(), 2)).isEqualTo(measured);
            assertThat(study.store().counts(study.id()))
                    .as("four trials have files")
                    .isEqualTo(
                            Map.of(
                                    TrialState.PENDING, 7,
                                    TrialState.RUNNING, 0,
                                    TrialState.COMPLETED, 2,
                                    TrialState.INFEASIBLE, 1,
                                    TrialState.FAILED, 0));
        }
    }

    private static List<Trial> trialsOf(List<TrialStatus> trials) {
        return trials.stream().map(TrialStatus::trial).toList();
    }

    @Test
    void aStoreThatIsOlderThanARunGetsWhatItLacks() throws Exception {
        List<Measurement> measured;
        try (OpenStudy study = open()) {
            measured = study.store().evaluations(study.id(), 0);
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + root().resolve("study.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("update trials set state = 'pending' where number = 0");
            statement.executeUpdate("delete from evaluations where trial = 0 and step > 9");
        }
        try (OpenStudy study = open()) {
            assertThat(study.store().evaluations(study.id(), 0)).hasSize(1);
            new TrialWorker(
                            study,
                            worker(),
                            new WorkerState(Optional.empty()),
                            () -> false,
                            message -> {},
                            note -> {})
                    .work();
            assertThat(study.trials().get(0).state()).isEqualTo(TrialState.COMPLETED);
            assertThat(study.store().evaluations(study.id(), 0)).isEqualTo(measured);
        }
    }

    private WorkerArguments worker() {
        return new WorkerArguments(
                root(), TestDevice.child(), "w", Duration.ofSeconds(30), List.of("etude"));
    }

    @Test
    void itsTrialsAreFinished() {
        List<String> notes = new ArrayList<>();
        try (OpenStudy study = open()) {
            // The trial that was running comes first: its lease is over for long.
            new TrialWorker(
                            study,
                            worker(),
                            new WorkerState(Optional.empty()),
                            () -> false,
                            message -> {},
                            notes::add)
                    .work();
            TrialStatus resumed = study.trials().get(9);
            assertThat(resumed.state()).isEqualTo(TrialState.COMPLETED);
            assertThat(resumed.attempt()).isEqualTo(2);
            assertThat(study.store().evaluations(study.id(), 9)).hasSize(4);
            assertThat(study.store().counts(study.id()))
                    .isEqualTo(
                            Map.of(
                                    TrialState.PENDING, 1,
                                    TrialState.RUNNING, 0,
                                    TrialState.COMPLETED, 9,
                                    TrialState.INFEASIBLE, 3,
                                    TrialState.FAILED, 1));
        }
    }
}
