package etude.tuner.procedure;

import etude.trainer.metrics.Measurement;
import etude.trainer.run.Summary;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.TrialState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One learning rate of a sweep and what it reached.
 *
 * @param study and
 * @param trial in which it was tried
 * @param fitted the step at which the training set was perfectly fitted; empty where it was not
 * @param lowest the lowest training metric; infinite where the rate does not train
 * @param secondsPerStep of its training; empty where nothing tells
 */
record SweptRate(
        String study,
        int trial,
        double rate,
        OptionalLong fitted,
        double lowest,
        String state,
        OptionalDouble secondsPerStep,
        List<Measurement> evaluations) {
    SweptRate {
        evaluations = List.copyOf(evaluations);
    }

    /** Those of finished sweeps, from the lowest rate. */
    static List<SweptRate> of(List<StudyRecord> studies, PerfectFit fit) {
        return studies.stream()
                .flatMap(study -> study.trials().stream().map(trial -> of(study, trial, fit)))
                .sorted(Comparator.comparingDouble(SweptRate::rate))
                .toList();
    }

    private static SweptRate of(StudyRecord study, TrialRecord trial, PerfectFit fit) {
        boolean completed = trial.state() == TrialState.COMPLETED;
        String reason = trial.status().reason();
        return new SweptRate(
                study.outline().name(),
                trial.number(),
                Optional.ofNullable(trial.trial().settings().get(RateLadder.PATH))
                        .orElseThrow()
                        .asDouble(),
                completed ? fit.step(trial.evaluations(), fit.limit(study)) : OptionalLong.empty(),
                completed ? fit.lowest(trial.evaluations()) : Double.POSITIVE_INFINITY,
                trial.state().word() + (reason.isEmpty() ? "" : ": " + reason),
                trial.summary().map(SweptRate::secondsPerStep).orElse(OptionalDouble.empty()),
                trial.evaluations());
    }

    private static OptionalDouble secondsPerStep(Summary summary) {
        return summary.steps() > 0 && summary.seconds() > 0
                ? OptionalDouble.of(summary.seconds() / summary.steps())
                : OptionalDouble.empty();
    }

    boolean trains() {
        return Double.isFinite(lowest);
    }
}
