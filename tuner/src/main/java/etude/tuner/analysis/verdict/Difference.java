package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.Wording;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.Normal;
import etude.tuner.analysis.statistics.Retraining;
import etude.tuner.analysis.statistics.SamplingError;
import etude.tuner.record.StudyRecord;
import java.util.Arrays;
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
 * @param margin what chance alone exceeds in 5 % of the studies; infinite where seeds are not known
 * @param neededReruns how many of each would probably decide; infinite where no number does
 */
public record Difference(
        Contender better,
        Contender worse,
        double betterCost,
        double worseCost,
        OptionalDouble sampling,
        Seeds seeds,
        double margin,
        double neededReruns) {
    /** How much better the better one is, in the metric's unit: 0 or more. */
    public double size() {
        return worseCost - betterCost;
    }

    /** Whether chance does not explain it. */
    public boolean established() {
        return size() > margin;
    }

    /**
     * Compares two that have a feasible trial each.
     *
     * @param fewest reruns that replace the spread of trials
     * @param significance how often chance alone may exceed the margin
     */
    static Difference between(Contender one, Contender other, int fewest, double significance) {
        Seeds seeds = Seeds.of(one, other, fewest);
        double first = seeds.cost(one);
        double second = seeds.cost(other);
        if (second < first) {
            return between(other, one, fewest, significance);
        }
        OptionalDouble sampling = sampling(one, other);
        double fixed = sampling.orElse(0) * sampling.orElse(0);
        double probability = 1 - significance / 2;
        return new Difference(
                one,
                other,
                first,
                second,
                sampling,
                seeds,
                seeds.margin(fixed, probability),
                Retraining.needed(second - first, seeds.variance(), fixed, probability));
    }

    /** In pairs of examples where both kept them, else as of two independent samples. */
    private static OptionalDouble sampling(Contender one, Contender other) {
        FeasibleTrial first = one.best().orElseThrow();
        FeasibleTrial second = other.best().orElseThrow();
        StudyRecord study = one.results().study();
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

    /**
     * What is known of the variance between seeds.
     *
     * @param reruns how many with other seeds each of the two has; 0 where too few: then this is
     *     the largest variance that the spread of the best trials allows
     * @param variance between seeds, the sum of both; infinite where neither tells
     * @param error standard error of the difference by it
     * @param degrees of freedom of the error
     */
    public record Seeds(int reruns, double variance, double error, double degrees) {
        static Seeds of(Contender one, Contender other, int fewest) {
            double[] first = one.reruns();
            double[] second = other.reruns();
            if (Math.min(first.length, second.length) >= Math.max(2, fewest)) {
                return measured(first, second);
            }
            double variance = largest(one) + largest(other);
            return new Seeds(0, variance, Math.sqrt(variance), Double.POSITIVE_INFINITY);
        }

        private static double largest(Contender contender) {
            double deviation =
                    Retraining.largestDeviation(
                                    contender.results().feasible().stream()
                                            .mapToDouble(FeasibleTrial::cost)
                                            .toArray())
                            .orElse(Double.POSITIVE_INFINITY);
            return deviation * deviation;
        }

        /** The degrees of freedom are those of Welch (1947). */
        private static Seeds measured(double[] first, double[] second) {
            double a = Noise.variance(first) / first.length;
            double b = Noise.variance(second) / second.length;
            double degrees =
                    (a + b) * (a + b) / (a * a / (first.length - 1) + b * b / (second.length - 1));
            return new Seeds(
                    Math.min(first.length, second.length),
                    a * first.length + b * second.length,
                    Math.sqrt(a + b),
                    degrees);
        }

        private double cost(Contender contender) {
            return reruns > 0
                    ? Arrays.stream(contender.reruns()).average().orElseThrow()
                    : contender.best().orElseThrow().cost();
        }

        /** The half width of the interval, with another variance that is known exactly. */
        private double margin(double known, double probability) {
            double all = known + error * error;
            if (Double.isInfinite(all)) {
                return all;
            }
            double combined =
                    error > 0 ? degrees * Math.pow(all / (error * error), 2) : Double.MAX_VALUE;
            return Normal.student(probability, combined) * Math.sqrt(all);
        }
    }
}
