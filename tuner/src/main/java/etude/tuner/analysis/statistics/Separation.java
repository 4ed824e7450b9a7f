package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** How well one number tells two groups apart. */
public final class Separation {
    private Separation() {}

    /**
     * The probability that a member of the first group lies above one of the second, ties counted
     * half: the area under the ROC curve, or Mann and Whitney's U over its largest value.
     */
    public static double above(double[] first, double[] second) {
        double wins = 0;
        for (double a : first) {
            for (double b : second) {
                wins += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        return wins / first.length / second.length;
    }

    /**
     * The cut that puts the fewest on the wrong side, {@code above} belonging above it: the middle
     * between the two numbers next to it.
     */
    public static double cut(double[] above, double[] below) {
        double[] all =
                DoubleStream.concat(Arrays.stream(above), Arrays.stream(below))
                        .sorted()
                        .distinct()
                        .toArray();
        double best = all[0];
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i + 1 < all.length; i++) {
            double cut = (all[i] + all[i + 1]) / 2;
            long wrong = count(above, cut, false) + count(below, cut, true);
            if (wrong < fewest) {
                fewest = wrong;
                best = cut;
            }
        }
        return best;
    }

    private static long count(double[] values, double cut, boolean higher) {
        return Arrays.stream(values).filter(v -> v > cut == higher).count();
    }
}
