package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A metric on a random sample of examples beside the same metric on all of them, of which the
 * sample is a part.
 */
public final class WholeSample {
    private WholeSample() {}

    /**
     * How far the two are apart by the choice of the sample: the standard error of the whole times
     * sqrt(N / n - 1), which is that of a sample drawn without replacement (Cochran 1977, 2.8).
     *
     * @param ofWhole standard error of the whole by the choice of its examples
     * @param sample examples in it
     * @param whole examples in it
     */
    public static double standardError(double ofWhole, long sample, long whole) {
        return ofWhole * Math.sqrt((double) whole / sample - 1);
    }

    /**
     * The standard error of the difference of two values on the whole, from their values on the
     * same blocks of it.
     */
    public static double ofDifference(List<Double> one, List<Double> other) {
        double[] differences =
                IntStream.range(0, Math.min(one.size(), other.size()))
                        .mapToDouble(block -> one.get(block) - other.get(block))
                        .toArray();
        return differences.length < 2
                ? Double.NaN
                : Math.sqrt(Noise.variance(differences) / differences.length);
    }

    /** How many pairs two rankings of the same things put in another order; ties are in none. */
    public static int inversions(double[] first, double[] second) {
        return (int)
                IntStream.range(0, first.length)
                        .mapToLong(
                                i ->
                                        IntStream.range(0, i)
                                                .filter(
                                                        j ->
                                                                (first[i] - first[j])
                                                                                * (second[i]
                                                                                        - second[j])
                                                                        < 0)
                                                .count())
                        .sum();
    }

    /** The mean of some numbers. */
    public static double mean(double... values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
