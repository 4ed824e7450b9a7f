package etude.tuner.analysis.statistics;

import java.util.Arrays;

/** How much a curve jumps from one evaluation to the next, apart from its trend. */
public final class Noise {
    private Noise() {}

    /**
     * The standard deviation of what a straight line leaves over, from successive differences: the
     * standard deviation of the differences over the square root of 2 (von Neumann 1941). A trend
     * changes the mean of the differences only.
     *
     * @return 0 for fewer than 3 values
     */
    public static double deviation(double[] values) {
        double[] differences = differences(values);
        return differences.length < 2 ? 0 : Math.sqrt(variance(differences) / 2);
    }

    /**
     * The same from second differences and their median absolute deviation, so that neither a bend
     * nor a few jumps count as noise: their standard deviation is the square root of 6 times that
     * of the values.
     *
     * @return 0 for fewer than 3 values
     */
    public static double robustDeviation(double[] values) {
        double[] second = differences(differences(values));
        return second.length == 0 ? 0 : Quantiles.robustDeviation(second) / Math.sqrt(6);
    }

    static double[] differences(double[] values) {
        double[] differences = new double[Math.max(0, values.length - 1)];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = values[i + 1] - values[i];
        }
        return differences;
    }

    /** The unbiased sample variance. */
    public static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return squares / (values.length - 1);
    }
}
