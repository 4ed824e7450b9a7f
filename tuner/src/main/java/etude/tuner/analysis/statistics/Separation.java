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
     * The cut with the largest share of {@code above} above it plus share of {@code below} below it
     * (Youden 1950): the middle between the two numbers next to it.
     */
    public static double cut(double[] above, double[] below) {
        double[] all =
                DoubleStream.concat(Arrays.stream(above), Arrays.stream(below))
                        .sorted()
                        .distinct()
                        .toArray();
        double best = all[0];
        double most = 0;
        for (int i = 0; i + 1 < all.length; i++) {
            double cut = (all[i] + all[i + 1]) / 2;
            double right = shareAbove(above, cut) + 1 - shareAbove(below, cut);
            if (right > most) {
                most = right;
                best = cut;
            }
        }
        return best;
    }

    private static double shareAbove(double[] values, double cut) {
        return (double) Arrays.stream(values).filter(v -> v > cut).count() / values.length;
    }
}
