package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.statistics.Retraining;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.record.StudyRecord;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far the two best scientific values are apart, beside every kind of variance that is known
 * (playbook, "Determining whether to adopt a training pipeline change or hyperparameter
 * configuration"). Costs are the objective, negated where more is better.
 *
 * @param betterCost what the better one reaches: the mean of its reruns where both have enough,
 *     else its best trial's value
 * @param sampling standard error of the difference by the choice of validation examples; empty
 *     where that is not known
 * @param seeds its standard error by seeds
 * @param noise what chance alone exceeds in 5 % of the studies; infinite where seeds are not known
 * @param margin the smallest difference that matters: the user's, or else one standard error by the
 *     choice of validation examples; empty where neither is known
 * @param largest what the difference on these validation examples is below, by two one-sided tests
 *     (Schuirmann 1987): infinite without reruns
 * @param neededReruns how many of each would probably decide; infinite where no number does
 */
public record Difference(
        Contender better,
        Contender worse,
        double betterCost,
        double worseCost,
        OptionalDouble sampling,
        Seeds seeds,
        double noise,
        OptionalDouble margin,
        double largest,
        double neededReruns) {
    /** How much better the better one is, in the metric's unit: 0 or more. */
    public double size() {
        return worseCost - betterCost;
    }

    /** Whether chance does not explain it. */
    public boolean established() {
        return size() > noise && better.worksWithEverySeed();
    }

    /** Whether it is too small to matter. */
    public boolean negligible() {
        return largest < margin.orElse(0)
                && better.worksWithEverySeed()
                && worse.worksWithEverySeed();
    }

    /**
     * Compares two that have a feasible trial each.
     *
     * @param fewest reruns that replace the spread of trials
     * @param significance how often chance alone may exceed the margin
     */
    static Difference between(Contender one, Contender other, int fewest, double significance) {
        Seeds seeds = Seeds.of(one, other, fewest);
        double first = seeds.cost(one, 0);
        double second = seeds.cost(other, 1);
        if (second < first) {
            return between(other, one, fewest, significance);
        }
        OptionalDouble sampling = sampling(one, other);
        StudyRecord study = one.results().study();
        OptionalDouble margin = study.margin().isPresent() ? study.margin() : sampling;
        double fixed = sampling.orElse(0) * sampling.orElse(0);
        double size = second - first;
        return new Difference(
                one,
                other,
                first,
                second,
                sampling,
                seeds,
                seeds.noise(fixed, 1 - significance / 2),
                margin,
                seeds.reruns() > 0
                        ? size + seeds.noise(0, 1 - significance)
                        : Double.POSITIVE_INFINITY,
                needed(size, seeds, fixed, margin, significance));
    }

    /** Until one is better, or until the difference is too small to matter. */
    private static double needed(
            double size, Seeds seeds, double fixed, OptionalDouble margin, double significance) {
        double better = Retraining.needed(size, seeds.variance(), fixed, 1 - significance / 2);
        double room = margin.orElse(0) - size;
        return room > 0
                ? Math.min(better, Retraining.needed(room, seeds.variance(), 0, 1 - significance))
                : better;
    }

    private static OptionalDouble sampling(Contender one, Contender other) {
        return sampling(
                one.results().study(), one.best().orElseThrow(), other.best().orElseThrow());
    }

    /**
     * The standard error of the difference of two trials of a study by the choice of validation
     * examples: in pairs of examples where both kept them, else as of two independent samples;
     * empty where that is not known.
     */
    public static OptionalDouble sampling(
            StudyRecord study, FeasibleTrial first, FeasibleTrial second) {
        OptionalLong examples = study.countedExamples();
        if (!Wording.of(study).rate() || examples.isEmpty()) {
            return OptionalDouble.empty();
        }
        long count = examples.getAsLong();
        Optional<BitSet> firstRight = right(first, count);
        Optional<BitSet> secondRight = right(second, count);
        if (firstRight.isPresent() && secondRight.isPresent()) {
            return OptionalDouble.of(
                    SamplingError.ofDifference(firstRight.get(), secondRight.get(), count));
        }
        return OptionalDouble.of(
                Math.hypot(
                        SamplingError.ofRate(Math.abs(first.cost()), count),
                        SamplingError.ofRate(Math.abs(second.cost()), count)));
    }

    private static Optional<BitSet> right(FeasibleTrial result, long examples) {
        return Optional.of(result.trial().correct())
                .filter(series -> series.examples() == examples)
                .map(series -> series.evaluations().get(result.bestStep()));
    }
}
