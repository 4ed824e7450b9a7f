package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * The largest rise of a training loss, seen through medians of 20 equal parts of training so that
 * noise between steps does not count.
 *
 * @param share of the whole fall of the loss that was lost again
 * @param from the lowest level before the rise
 * @param to the level it rose to
 * @param at share of training at which the risen part begins
 */
public record LossRise(double share, double from, double to, double at) {
    private static final int PARTS = 20;
    private static final int FEWEST = 5;

    /** Falls smaller than this share of the first level are taken to be that large. */
    private static final double SMALLEST_FALL = 0.01;

    /** The largest rise; empty with fewer than 5 losses. */
    public static Optional<LossRise> of(double[] losses) {
        if (losses.length < FEWEST) {
            return Optional.empty();
        }
        double[] levels = levels(losses);
        double lowest = levels[0];
        LossRise largest = new LossRise(0, lowest, lowest, 0);
        for (int i = 1; i < levels.length; i++) {
            if (levels[i] - lowest > largest.to - largest.from) {
                largest = new LossRise(0, lowest, levels[i], (double) i / levels.length);
            }
            lowest = Math.min(lowest, levels[i]);
        }
        double least = SMALLEST_FALL * Math.abs(levels[0]) + Double.MIN_NORMAL;
        double fall = Math.max(least, levels[0] - lowest);
        return Optional.of(
                new LossRise(
                        (largest.to - largest.from) / fall, largest.from, largest.to, largest.at));
    }

    private static double[] levels(double[] losses) {
        int parts = Math.min(PARTS, losses.length);
        double[] levels = new double[parts];
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) i * losses.length / parts);
            int to = (int) ((i + 1L) * losses.length / parts);
            levels[i] = Quantiles.median(Arrays.copyOfRange(losses, from, to));
        }
        return levels;
    }
}
