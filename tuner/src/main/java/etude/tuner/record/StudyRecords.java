package etude.tuner.record;

import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.StepSeries;
import etude.tuner.store.TrialMeasurement;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import etude.tuner.study.OpenStudy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what became of a study from its store and its run directories. */
public final class StudyRecords {
    private final OpenStudy study;
    private final Map<Integer, List<Measurement>> evaluations = new HashMap<>();
    private final Map<Integer, String> logs;

    private StudyRecords(OpenStudy study) {
        this.study = study;
        logs = study.store().lastLogLines(study.id());
        try (Stream<TrialMeasurement> all = study.store().evaluations(study.id())) {
            all.forEach(
                    one ->
                            evaluations
                                    .computeIfAbsent(one.trial(), trial -> new ArrayList<>())
                                    .add(one.measurement()));
        }
    }

    /** The study as it stands now, without what only run directories know. */
    public static StudyRecord ofStore(OpenStudy study) {
        StudyRecords records = new StudyRecords(study);
        return records.study(
                DatasetFacts.unknown(),
                study.trials().stream()
                        .map(status -> records.trial(status, RunFacts.unknown(), StepSeries::none))
                        .toList());
    }

    /** The study as it stands now. */
    public static StudyRecord read(OpenStudy study) {
        StudyRecords records = new StudyRecords(study);
        List<TrialStatus> trials = study.trials();
        List<RunDirectoryReader> completed =
                trials.stream()
                        .filter(trial -> trial.state() == TrialState.COMPLETED)
                        .map(records::directory)
                        .toList();
        return records.study(
                RunDirectoryReader.datasetFacts(completed),
                trials.parallelStream().map(records::trial).toList()); // each has files of its own
    }

    private StudyRecord study(DatasetFacts dataset, List<TrialRecord> trials) {
        return new StudyRecord(study.study().outline(), dataset, trials, List.of());
    }

    private TrialRecord trial(TrialStatus status) {
        RunDirectoryReader directory = directory(status);
        return trial(
                status,
                directory.facts(study.study().config(status.trial()), evaluations(status)),
                directory.steps());
    }

    private TrialRecord trial(TrialStatus status, RunFacts facts, StepSource steps) {
        Path config = study.directory().trial(status.runDirectory()).resolve("config.yaml");
        return new TrialRecord(
                status,
                evaluations(status),
                facts,
                steps,
                Files.exists(config) ? Optional.of(config) : Optional.empty(),
                logs.getOrDefault(status.number(), ""));
    }

    private List<Measurement> evaluations(TrialStatus status) {
        return evaluations.getOrDefault(status.number(), List.of());
    }

    private RunDirectoryReader directory(TrialStatus status) {
        return new RunDirectoryReader(study.directory().trial(status.runDirectory()));
    }
}
