package etude.tuner.analysis.verdict;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.Noise;
import etude.tuner.analysis.statistics.Normal;
import etude.tuner.analysis.statistics.Retraining;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known of the variance between seeds of two configurations (playbook: trial variance).
 *
 * @param reruns how many with other seeds each of the two has; 0 where too few: then this is the
 *     largest variance that the spread of the best trials allows
 * @param paired whether the reruns of both have the same seeds and are compared seed by seed
 * @param means of the reruns of both; empty without
 * @param variance between seeds of the difference: where they are not paired, the sum of both;
 *     infinite where nothing tells
 * @param error standard error of the difference by it
 * @param degrees of freedom of the error
 */
public record Seeds(
        int reruns,
        boolean paired,
        List<Double> means,
        double variance,
        double error,
        double degrees) {
    /** Fewer have no variance. */
    private static final int FEWEST = 2;

    public Seeds {
        means = List.copyOf(means);
    }

    /**
     * Of two configurations that have a feasible trial each.
     *
     * @param fewest reruns that replace the spread of trials
     */
    static Seeds of(Contender one, Contender other, int fewest) {
        return between(one.reruns().costs(), other.reruns().costs(), fewest)
                .orElseGet(() -> unmeasured(largest(one) + largest(other)));
    }

    private static Seeds unmeasured(double variance) {
        return new Seeds(
                0, false, List.of(), variance, Math.sqrt(variance), Double.POSITIVE_INFINITY);
    }

    /**
     * Of what two configurations reached by seed; empty with too few of either.
     *
     * @param fewest of each
     */
    public static Optional<Seeds> between(
            SortedMap<Long, Double> first, SortedMap<Long, Double> second, int fewest) {
        int enough = Math.max(FEWEST, fewest);
        SortedSet<Long> common = new TreeSet<>(first.keySet());
        common.retainAll(second.keySet());
        if (common.size() >= enough) {
            return Optional.of(paired(values(first, common), values(second, common)));
        }
        return Math.min(first.size(), second.size()) >= enough
                ? Optional.of(
                        independent(values(first, first.keySet()), values(second, second.keySet())))
                : Optional.empty();
    }

    /** What retraining alone exceeds, in either direction, in this share of the cases. */
    public double chance(double significance) {
        return noise(0, 1 - significance / 2);
    }

    private static double[] values(SortedMap<Long, Double> costs, Iterable<Long> seeds) {
        double[] values = new double[costs.size()];
        int count = 0;
        for (long seed : seeds) {
            values[count++] = costs.getOrDefault(seed, Double.NaN);
        }
        return Arrays.copyOf(values, count);
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
    private static Seeds independent(double[] first, double[] second) {
        double a = Noise.variance(first) / first.length;
        double b = Noise.variance(second) / second.length;
        double degrees =
                (a + b) * (a + b) / (a * a / (first.length - 1) + b * b / (second.length - 1));
        return new Seeds(
                Math.min(first.length, second.length),
                false,
                means(first, second),
                a * first.length + b * second.length,
                Math.sqrt(a + b),
                degrees);
    }

    /** Student's (1908) t test of the differences. */
    private static Seeds paired(double[] first, double[] second) {
        double[] differences = new double[first.length];
        Arrays.setAll(differences, i -> second[i] - first[i]);
        double variance = Noise.variance(differences);
        return new Seeds(
                first.length,
                true,
                means(first, second),
                variance,
                Math.sqrt(variance / first.length),
                first.length - 1);
    }

    private static List<Double> means(double[] first, double[] second) {
        return List.of(
                Arrays.stream(first).average().orElseThrow(),
                Arrays.stream(second).average().orElseThrow());
    }

    /** What one of the two reaches: the mean of its reruns, or its best trial's value. */
    double cost(Contender contender, int which) {
        return reruns > 0 ? means.get(which) : contender.best().orElseThrow().cost();
    }

    /** The half width of an interval, with another variance that is known exactly. */
    double noise(double known, double probability) {
        double all = known + error * error;
        if (Double.isInfinite(all)) {
            return all;
        }
        double combined =
                error > 0 ? degrees * Math.pow(all / (error * error), 2) : Double.MAX_VALUE;
        return Normal.student(probability, combined) * Math.sqrt(all);
    }
}
