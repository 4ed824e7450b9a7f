package etude.tuner.analysis.result;

import etude.tuner.record.TrialRecord;

/**
 * A feasible trial, judged by its best evaluation: retrospective checkpoint selection (playbook,
 * "Saving checkpoints and retrospectively selecting the best checkpoint").
 *
 * @param costs the objective over training, negated where more is better
 * @param bestStep the first step with the best value
 * @param cost the best value, negated where more is better
 */
public record FeasibleTrial(TrialRecord trial, Curve costs, long bestStep, double cost) {
    static FeasibleTrial of(TrialRecord trial, Curve costs) {
        int best = costs.lowestIndex();
        return new FeasibleTrial(trial, costs, costs.steps()[best], costs.values()[best]);
    }

    /** The place of the best step in training, from 0 to 1. */
    public double bestStepShare() {
        return (double) bestStep / totalSteps();
    }

    /** The length of the run: planned, or reached where nothing else is known. */
    public long totalSteps() {
        return Math.max(trial.totalSteps(), costs.steps()[costs.size() - 1]);
    }

    /** Another metric over training, such as {@code train_evaluation/loss}. */
    public Curve curve(String metric) {
        return Curve.of(trial.evaluations(), metric);
    }
}
