package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.text.Numbers;
import java.util.Comparator;

/**
 * Playbook, "Examining the training curves": has performance on the training and validation sets
 * saturated long before the final step? Saturated is where the best so far is within the
 * improvement that counts of the best of all.
 */
final class SaturatedEarly {
    private SaturatedEarly() {}

    static Answer answer(Basis basis) {
        FeasibleTrial latest =
                basis.top().stream()
                        .max(Comparator.comparingDouble(r -> share(basis, r)))
                        .orElseThrow();
        double share = share(basis, latest);
        String sentence = sentence(basis, latest);
        return share <= basis.thresholds().saturatedBy()
                ? new Attention(
                        sentence,
                        "Lower max_train_steps to about %d and spend the time on more trials."
                                .formatted(Math.round(1.5 * share * latest.totalSteps())))
                : new Good(sentence);
    }

    private static String sentence(Basis basis, FeasibleTrial latest) {
        Curve training = latest.curve(StudyResults.TRAIN_LOSS);
        return "In %s %s last gained %s or more at step %d%s of %d%s."
                .formatted(
                        basis.name(latest),
                        basis.wording().metric(),
                        Numbers.percent(basis.thresholds().improvement()),
                        saturation(basis, latest.costs()),
                        training.size() == 0
                                ? ""
                                : " and %s at step %d"
                                        .formatted(
                                                StudyResults.TRAIN_LOSS,
                                                saturation(basis, training)),
                        latest.totalSteps(),
                        basis.top().size() == 1
                                ? ""
                                : ", as the last of the " + basis.bestName(basis.top().size()));
    }

    /** The later of validation metric and training loss, as a share of training. */
    private static double share(Basis basis, FeasibleTrial result) {
        long step = saturation(basis, result.costs());
        Curve training = result.curve(StudyResults.TRAIN_LOSS);
        if (training.size() > 0) {
            step = Math.max(step, saturation(basis, training));
        }
        return (double) step / result.totalSteps();
    }

    private static long saturation(Basis basis, Curve curve) {
        double best = curve.lowest().orElseThrow();
        Curve soFar = curve.bestSoFar();
        int i = 0;
        while (basis.relative(soFar.values()[i], best) > basis.thresholds().improvement()) {
            i++;
        }
        return soFar.steps()[i];
    }
}
