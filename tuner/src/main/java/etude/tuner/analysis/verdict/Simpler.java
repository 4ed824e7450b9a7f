package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.record.TrialRecord;
import etude.tuner.text.Numbers;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which of two configurations that are equally good to take: "we should only adopt changes that
 * produce improvements that outweigh any complexity they add" (playbook, "Determining whether to
 * adopt a training pipeline change or hyperparameter configuration"). In this order: that with
 * fewer hyperparameters to tune, that with the smaller model, that of the base config.
 *
 * @param reason why it is the simpler one
 */
public record Simpler(Contender contender, String reason) {
    /** Files of models of one size differ by what they say about themselves. */
    private static final double SAME_SIZE = 0.01;

    /** Empty where the two differ in none of these. */
    static Optional<Simpler> of(Contender one, Contender other) {
        return fewer(one, other)
                .or(() -> fewer(other, one))
                .or(() -> smaller(one, other))
                .or(() -> smaller(other, one))
                .or(() -> baseline(one, other))
                .or(() -> baseline(other, one));
    }

    private static Optional<Simpler> fewer(Contender one, Contender other) {
        int few = hyperparameters(one);
        int many = hyperparameters(other);
        return few < many
                ? Optional.of(
                        new Simpler(
                                one,
                                "it has %s to tune, not %d"
                                        .formatted(Numbers.count(few, "hyperparameter"), many)))
                : Optional.empty();
    }

    /** Those that its best trial has, less those that are compared. */
    private static int hyperparameters(Contender contender) {
        return trial(contender).trial().values().size() - contender.values().size();
    }

    private static Optional<Simpler> smaller(Contender one, Contender other) {
        OptionalLong small = trial(one).parameterBytes();
        OptionalLong large = trial(other).parameterBytes();
        return small.isPresent()
                        && large.isPresent()
                        && small.getAsLong() * (1 + SAME_SIZE) < large.getAsLong()
                ? Optional.of(new Simpler(one, "its model is the smaller one"))
                : Optional.empty();
    }

    private static Optional<Simpler> baseline(Contender one, Contender other) {
        return one.isBaseline() && !other.isBaseline()
                ? Optional.of(new Simpler(one, "it is what the base config has"))
                : Optional.empty();
    }

    private static TrialRecord trial(Contender contender) {
        return contender.best().map(FeasibleTrial::trial).orElseThrow();
    }
}
