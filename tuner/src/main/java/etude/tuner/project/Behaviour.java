package etude.tuner.project;

import etude.tuner.analysis.verdict.Answer;
import java.util.Optional;

/**
 * How the incumbent trains, by the run of its result.
 *
 * @param run its directory
 * @param train the metric on the sample of training examples, at the best step
 * @param validation the same on the validation examples
 * @param noise what the choice of these examples explains of their difference, in 95 % of the cases
 * @param bestReached where in training, from 0 to 1, it first comes within a standard error of its
 *     best value, by the choice of validation examples; the best step itself falls anywhere on a
 *     plateau
 * @param decayed whether the schedule leaves at most a tenth of the rate at the end
 * @param time of the run; empty where nobody looked
 * @param overfitting whether validation gets worse while training gets better
 * @param lateVariance whether evaluations late in training jump
 */
public record Behaviour(
        String run,
        double train,
        double validation,
        double noise,
        double bestReached,
        boolean decayed,
        Optional<TrainingTime> time,
        Answer overfitting,
        Answer lateVariance) {
    /** Whether the model does better on what it was trained on, by more than noise. */
    public boolean generalizesWorse() {
        return validation - train > noise;
    }
}
