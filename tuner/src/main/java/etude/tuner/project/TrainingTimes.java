package etude.tuner.project;

import etude.trainer.config.ConfigLoader;
import etude.trainer.run.Summary;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.StudyOutline;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What trainings of the incumbent's workload took, with as many at once as their studies had.
 *
 * @param studies the folder of all studies
 */
record TrainingTimes(Path studies, Incumbent incumbent) {
    /** What the completed trials of a study took: the median of each, and their most steps. */
    private record Timed(long steps, TrainingTime time) {}

    /** By the study whose trainings were the longest; empty where none has ended. */
    Optional<TrainingTime> ofTheLongest() {
        return ProjectFolder.list(studies).stream()
                .flatMap(root -> StudyFindings.read(root, this::timed).stream())
                .flatMap(Optional::stream)
                .max(Comparator.comparingLong(Timed::steps))
                .map(Timed::time);
    }

    /** What a training took; empty where that was not measured. */
    static Optional<TrainingTime> of(TrialRecord run) {
        double speed = run.examplesPerSecond().orElse(0);
        if (speed <= 0 || run.facts().isEmpty()) {
            return Optional.empty();
        }
        double step = run.facts().get().batchSize() / speed;
        return run.summary()
                .filter(summary -> summary.steps() > 0)
                .map(summary -> new TrainingTime(step, besideSteps(summary, step)));
    }

    private static double besideSteps(Summary summary, double step) {
        return Math.max(0, summary.seconds() - summary.steps() * step);
    }

    private Optional<Timed> timed(OpenStudy study) {
        StudyOutline outline = study.study().outline();
        Incumbent base = new Incumbent(ConfigLoader.parse(study.baseText(), "", List.of()));
        boolean same =
                outline.arms().size() == 1
                        && outline.fixed().isEmpty()
                        && base.keys().isOfWorkloadOf(incumbent.keys());
        return same
                ? timed(StudyRecords.read(study), timesAsManyEvaluations(base))
                : Optional.empty();
    }

    /** As a training with another config; the same where their number depends on its length. */
    private double timesAsManyEvaluations(Incumbent other) {
        OptionalDouble mine = incumbent.evaluationsEvery();
        OptionalDouble theirs = other.evaluationsEvery();
        return mine.isPresent() && theirs.isPresent()
                ? theirs.getAsDouble() / mine.getAsDouble()
                : 1;
    }

    /**
     * Of the completed trials.
     *
     * @param evaluations how many times as many evaluations the incumbent has
     */
    private static Optional<Timed> timed(StudyRecord record, double evaluations) {
        List<TrialRecord> completed =
                record.trials().stream()
                        .filter(trial -> trial.state() == TrialState.COMPLETED)
                        .toList();
        List<TrainingTime> times = completed.stream().flatMap(one -> of(one).stream()).toList();
        return times.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Timed(
                                completed.stream()
                                        .mapToLong(TrialRecord::totalSteps)
                                        .max()
                                        .orElseThrow(),
                                new TrainingTime(
                                        median(times, TrainingTime::secondsPerStep),
                                        evaluations
                                                * median(
                                                        times, TrainingTime::secondsPerTraining))));
    }

    private static double median(
            List<TrainingTime> times, ToDoubleFunction<TrainingTime> component) {
        return Quantiles.median(times.stream().mapToDouble(component).toArray());
    }
}
