package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import java.util.Locale;

/**
 * Playbook, "Choosing the initial configuration": the trained model performs much better than
 * random chance, which is what the best constant prediction reaches.
 */
final class MuchBetterThanChance {
    /** Below this share of a constant prediction's loss the training examples are learned. */
    private static final double LEARNED = 0.5;

    private MuchBetterThanChance() {}

    static Answer answer(Basis basis) {
        return Chance.of(basis)
                .map(chance -> judge(basis, chance))
                .orElseGet(
                        () ->
                                new NotKnown(
                                        "What a constant prediction reaches in %s was not recorded."
                                                .formatted(basis.wording().metric()),
                                        "Compare with the best constant prediction by hand."));
    }

    private static Answer judge(Basis basis, Chance chance) {
        FeasibleTrial best = basis.results().best().orElseThrow();
        String sentence = sentence(basis, chance, best.cost());
        boolean far = chance.isFarFrom(best.cost(), basis.thresholds());
        if (chance.isBeatenBy(best.cost()) && far) {
            return new Good(sentence + ".");
        }
        String luck =
                ", and the best of so many evaluations is better by up to %s by luck"
                        .formatted(basis.wording().difference(chance.luck()));
        if (far) {
            return new NotKnown(sentence + luck + ".", "Evaluate on more validation examples.");
        }
        double skill = chance.skill(best.cost());
        String advice = advice(basis, best);
        if (!chance.isBeatenBy(best.cost())) {
            return new Problem(
                    "%s%s: it is no better than that.".formatted(sentence, skill > 0 ? luck : ""),
                    advice);
        }
        return Answer.concern(
                skill <= basis.thresholds().chanceSkill() / 2,
                sentence
                        + ": that is only %s of the way to perfection."
                                .formatted(Numbers.percent(skill)),
                Remedy.of(advice));
    }

    private static String sentence(Basis basis, Chance chance, double cost) {
        return "The best %s is %s%s; %s gives %s"
                .formatted(
                        basis.wording().metric(),
                        basis.wording().value(cost),
                        basis.isRegression() && basis.wording().metric().endsWith("loss")
                                ? String.format(
                                        Locale.ROOT, " (R2 %.2f)", hundredths(chance.skill(cost)))
                                : "",
                        chance.words(),
                        basis.wording().value(chance.value()));
    }

    /** Never a zero below zero. */
    private static double hundredths(double number) {
        return Math.round(100 * number) / 100.0;
    }

    private static String advice(Basis basis, FeasibleTrial best) {
        if (basis.isRegression()) {
            return "Scale the targets if they are not near 0 and 1 already (standardize_target: true in the dataset's config); else look for a bug (inputs, normalization, learning rate).";
        }
        if (Chance.isFitted(basis, best, LEARNED)) {
            Curve training = best.curve(StudyResults.TRAIN_LOSS);
            return "The training examples are learned (%s %s), so see whether the validation examples are of the same kind (how both were split, labelled and scaled); then regularize or get more data."
                    .formatted(
                            StudyResults.TRAIN_LOSS,
                            Numbers.text(training.values()[training.size() - 1]));
        }
        return "Look for a bug first (labels, normalization, learning rate): fit a few hundred examples perfectly, then search again.";
    }
}
