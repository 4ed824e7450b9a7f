package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Order statistics of plain numbers. */
public final class Quantiles {
    /** Makes the median absolute deviation of normal data their standard deviation. */
    private static final double NORMAL = 1.4826;

    private Quantiles() {}

    /**
     * The quantile by linear interpolation between order statistics (definition 7 of Hyndman and
     * Fan 1996, the default of NumPy and R).
     *
     * @param values at least one, none of them NaN
     */
    public static double of(double[] values, double quantile) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = quantile * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(sorted.length - 1, below + 1);
        return below == place
                ? sorted[below]
                : sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** The 50 % quantile. */
    public static double median(double[] values) {
        return of(values, 0.5);
    }

    /** Those that are finite numbers. */
    public static double[] finite(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .filter(Double::isFinite)
                .toArray();
    }

    /** 1.4826 times the median absolute deviation from the median (Hampel 1974). */
    static double robustDeviation(double[] values) {
        double median = median(values);
        return NORMAL * median(Arrays.stream(values).map(v -> Math.abs(v - median)).toArray());
    }

    /** Medians of windows of an odd width around each place; narrower at the ends. */
    static double[] runningMedian(double[] values, int width) {
        double[] medians = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int from = Math.max(0, i - width / 2);
            int to = Math.min(values.length, i + width / 2 + 1);
            medians[i] = median(Arrays.copyOfRange(values, from, to));
        }
        return medians;
    }

    /**
     * Places in the sorted order, from 1 for the smallest; equal values share the mean of their
     * ranks.
     */
    public static double[] ranks(double[] values) {
        double[] ranks = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            long below = Arrays.stream(values).filter(v -> v < value).count();
            long equal = Arrays.stream(values).filter(v -> v == value).count();
            ranks[i] = below + (equal + 1) / 2.0;
        }
        return ranks;
    }
}
