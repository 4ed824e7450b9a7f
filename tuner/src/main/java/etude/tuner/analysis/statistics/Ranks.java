package etude.tuner.analysis.statistics;

import java.util.Arrays;

/** Places in the sorted order. */
public final class Ranks {
    private Ranks() {}

    /** From 1 for the smallest; equal values share the mean of their ranks. */
    public static double[] of(double[] values) {
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
