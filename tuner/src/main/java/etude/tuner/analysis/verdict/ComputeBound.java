package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.text.Numbers;
import java.util.OptionalDouble;

/**
 * Playbook, "Determining the number of steps for each training run": training is compute-bound when
 * training longer still lowers the training loss and the validation metric. Where only the training
 * loss still falls, longer training would not help.
 */
final class ComputeBound {
    private ComputeBound() {}

    static Answer answer(Basis basis) {
        FeasibleTrial best = basis.results().best().orElseThrow();
        Curve loss = best.curve(StudyResults.TRAIN_LOSS);
        double from = (1 - basis.thresholds().endShare()) * best.totalSteps();
        OptionalDouble before = loss.lowestUpTo(from);
        if (before.isEmpty() || loss.after(from).size() == 0) {
            return new NotKnown(
                    "There is no %s before and in the last %s of training."
                            .formatted(
                                    StudyResults.TRAIN_LOSS,
                                    Numbers.percent(basis.thresholds().endShare())),
                    "Set evaluation.train_examples and evaluate more often (evaluation.every).");
        }
        double end = loss.lowest().orElseThrow();
        double fall = (before.getAsDouble() - end) / Math.max(Math.abs(end), Double.MIN_NORMAL);
        return judge(basis, best, fall, end);
    }

    private static Answer judge(Basis basis, FeasibleTrial best, double fall, double end) {
        double gain = StillImproving.gain(basis, best).orElse(0);
        String sentence =
                "In the last %s of training of %s, %s fell by %s, to %s, and %s improved by %s."
                        .formatted(
                                Numbers.percent(basis.thresholds().endShare()),
                                basis.name(best),
                                StudyResults.TRAIN_LOSS,
                                Numbers.percent(fall),
                                Numbers.text(end),
                                basis.wording().metric(),
                                Numbers.percent(gain));
        return Math.min(fall, gain) >= basis.thresholds().improvement()
                ? new Attention(
                        "Yes, as far as this length shows. " + sentence,
                        "Training longer or faster would improve it: tune in short runs first, then train the best settings for as long as you can afford.")
                : new Good("No. " + sentence);
    }
}
