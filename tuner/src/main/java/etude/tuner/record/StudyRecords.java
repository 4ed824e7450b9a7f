package etude.tuner.record;

import etude.datasets.EtudeException;
import etude.trainer.metrics.CorrectFile;
import etude.trainer.metrics.CorrectSeries;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.trainer.run.Summary;
import etude.trainer.run.TestEvaluations;
import etude.trainer.run.WholeValidation;
import etude.tuner.space.Rerun;
import etude.tuner.space.Resplit;
import etude.tuner.space.Training;
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
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
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
                status ->
                        records.trial(
                                status,
                                Optional.empty(),
                                Optional.empty(),
                                StepSeries::none,
                                CorrectSeries::none,
                                Optional::empty));
    }

    /**
     * The study as it stands now. What cannot be read of one of many runs, because it is on another
     * machine or damaged, is left out.
     */
    public static StudyRecord read(OpenStudy study) {
        StudyRecords records = new StudyRecords(study);
        return records.study(records::trial);
    }

    /** What a trial's run logged while it trained, with throughput and waiting. */
    public static List<Measurement> logged(OpenStudy study, TrialRecord trial) {
        return readable(
                () -> MetricsLog.read(directory(study, trial.status()).metrics()), List.of());
    }

    /** Where the run of a trial lies. */
    public static RunDirectory directory(OpenStudy study, TrialStatus trial) {
        return new RunDirectory(study.directory().trial(trial.runDirectory()));
    }

    private StudyRecord study(Function<TrialStatus, TrialRecord> reading) {
        List<TrialRecord> trials = read(study.trials(), reading);
        RunFacts.Data data =
                trials.stream()
                        .filter(trial -> trial.state() == TrialState.COMPLETED)
                        .flatMap(trial -> trial.facts().stream())
                        .map(RunFacts::data)
                        .filter(found -> found.evaluatedExamples().isPresent())
                        .findFirst()
                        .orElse(RunFacts.Data.unknown());
        return new StudyRecord(
                study.directory().root().toString(),
                study.study().outline(),
                data,
                trials,
                read(again(Rerun.class), reading),
                read(again(Resplit.class), reading),
                study.margin());
    }

    private List<TrialStatus> again(Class<? extends Training> kind) {
        return study.reruns().stream().filter(one -> kind.isInstance(one.training())).toList();
    }

    private static List<TrialRecord> read(
            List<TrialStatus> statuses, Function<TrialStatus, TrialRecord> reading) {
        return statuses.parallelStream() // each may have files of its own to read
                .map(reading)
                .toList();
    }

    private TrialRecord trial(TrialStatus status) {
        RunDirectory run = directory(study, status);
        return trial(
                status,
                readable(() -> RunFacts.read(run), Optional.<RunFacts>empty())
                        .or(() -> fromConfig(status)),
                readable(() -> Summary.read(run), Optional.empty()),
                () -> readable(() -> StepsFile.read(run.steps()), StepSeries.none()),
                () -> readable(() -> CorrectFile.read(run.correct()), CorrectSeries.none()),
                () -> readable(() -> WholeValidation.read(run), Optional.empty()));
    }

    private Optional<RunFacts> fromConfig(TrialStatus status) {
        return status.trial().awaitsPoint()
                ? Optional.empty()
                : Optional.of(
                        RunFacts.infer(
                                study.study().config(status.trial()),
                                OptionalLong.empty(),
                                RunFacts.Data.unknown()));
    }

    private static <T> T readable(Supplier<T> reading, T otherwise) {
        try {
            return reading.get();
        } catch (EtudeException e) {
            return otherwise;
        }
    }

    private TrialRecord trial(
            TrialStatus status,
            Optional<RunFacts> facts,
            Optional<Summary> summary,
            Supplier<StepSeries> steps,
            Supplier<CorrectSeries> correct,
            Supplier<Optional<WholeValidation>> whole) {
        RunDirectory run = directory(study, status);
        Path config = run.config();
        return new TrialRecord(
                status,
                evaluations.getOrDefault(status.number(), List.of()),
                facts,
                summary,
                steps,
                correct,
                whole,
                readable(() -> TestEvaluations.read(run).count(), 0),
                Files.exists(config) ? Optional.of(config) : Optional.empty(),
                logs.getOrDefault(status.number(), ""));
    }
}
