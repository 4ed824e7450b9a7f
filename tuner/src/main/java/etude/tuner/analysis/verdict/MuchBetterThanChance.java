package etude.tuner.analysis.verdict;

import etude.tuner.analysis.verdict.Answer.Attention;
import etude.tuner.analysis.verdict.Answer.Good;
import etude.tuner.analysis.verdict.Answer.NotKnown;
import etude.tuner.analysis.verdict.Answer.Problem;
import etude.tuner.text.Numbers;
import java.util.OptionalInt;

/**
 * Playbook, "Choosing the initial configuration": the trained model performs much better than
 * random chance. The skill is (chance - value) / (chance - perfect), Cohen's kappa for error rates;
 * chance guesses among equally frequent classes.
 */
final class MuchBetterThanChance {
    private MuchBetterThanChance() {}

    static Answer answer(Basis basis) {
        OptionalInt classes = basis.results().study().data().classes();
        String metric = basis.wording().metric();
        if (classes.isEmpty() || !(metric.endsWith("error_rate") || metric.endsWith("loss"))) {
            return new NotKnown(
                    "What chance would reach is not known for %s.".formatted(metric),
                    "Compare with the best constant prediction by hand.");
        }
        boolean rate = metric.endsWith("error_rate");
        double chance = rate ? 1 - 1.0 / classes.getAsInt() : Math.log(classes.getAsInt());
        return judge(basis, chance, rate ? classes.getAsInt() : 0);
    }

    private static Answer judge(Basis basis, double chance, int classes) {
        double best = basis.results().best().orElseThrow().cost();
        double skill = (chance - best) / chance;
        double factor = (1 - best) * classes;
        String sentence =
                "The best %s is %s; chance among equally frequent classes gives %s."
                        .formatted(
                                basis.wording().metric(),
                                basis.wording().value(best),
                                basis.wording().value(chance));
        if (skill >= basis.thresholds().chanceSkill()
                || factor >= basis.thresholds().chanceFactor()) {
            return new Good(sentence);
        }
        String advice =
                "Look for a bug first (labels, normalization, learning rate): fit a few hundred examples perfectly, then search again.";
        return skill > basis.thresholds().chanceSkill() / 2
                ? new Attention(
                        sentence + " That is only %s of the way.".formatted(Numbers.percent(skill)),
                        advice)
                : new Problem(sentence, advice);
    }
}
