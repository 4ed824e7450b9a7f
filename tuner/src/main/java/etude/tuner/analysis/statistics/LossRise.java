package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * The largest rise of a training loss that noise does not explain, seen through medians of 20 equal
 * parts of training. A median of m losses is known to 1.25 standard deviations of their noise over
 * the square root of m (Kenney and Keeping 1962). Of 20 levels without a rise, two are 4 standard
 * errors of their difference apart in one training of a hundred (Tukey's studentized range); one
 * more is for the noise of a part, which is an estimate.
 *
 * @param share of the whole fall of the loss that was lost again; 0 where noise explains every rise
 * @param from the lowest level before the rise
 * @param to the level it rose to
 * @param at share of training at which the risen part begins
 * @param lasting whether the last level is still above {@code from}
 */
public record LossRise(double share, double from, double to, double at, boolean lasting) {
    private static final int PARTS = 20;
    private static final int FEWEST = 5;
    private static final double STANDARD_ERRORS = 5;
    private static final double OF_A_MEDIAN = 1.2533;

    /**
     * The noise of so few losses is known so badly that it is taken twice (as Student's t does).
     */
    private static final double FEW = 10;

    /** Falls smaller than this share of the first level are taken to be that large. */
    private static final double SMALLEST_FALL = 0.01;

    /**
     * A median of some losses.
     *
     * @param error its standard error
     */
    private record Level(double loss, double error) {
        double above(Level other) {
            return loss - other.loss;
        }

        boolean isAbove(Level other) {
            return above(other) > STANDARD_ERRORS * Math.hypot(error, other.error);
        }
    }

    /** The largest rise; empty with fewer than 5 losses. */
    public static Optional<LossRise> of(double[] losses) {
        if (losses.length < FEWEST) {
            return Optional.empty();
        }
        Level[] levels = levels(losses);
        int lowest = 0;
        int from = 0;
        int to = 0;
        for (int i = 1; i < levels.length; i++) {
            if (levels[i].isAbove(levels[lowest])
                    && levels[i].above(levels[lowest]) > levels[to].above(levels[from])) {
                from = lowest;
                to = i;
            }
            lowest = levels[i].loss < levels[lowest].loss ? i : lowest;
        }
        double least = SMALLEST_FALL * Math.abs(levels[0].loss) + Double.MIN_NORMAL;
        double fall = Math.max(least, levels[0].above(levels[lowest]));
        return Optional.of(
                new LossRise(
                        levels[to].above(levels[from]) / fall,
                        levels[from].loss,
                        levels[to].loss,
                        (double) to / levels.length,
                        levels[levels.length - 1].isAbove(levels[from])));
    }

    /** Where parts have one loss each, their noise is that between all of them. */
    private static Level[] levels(double[] losses) {
        int parts = Math.min(PARTS, losses.length);
        boolean asked = losses.length / parts < 2 * FEWEST; // two sorts of all losses
        double ofAll = asked ? (1 + FEW / losses.length) * Noise.robustDeviation(losses) : 0;
        Level[] levels = new Level[parts];
        for (int i = 0; i < parts; i++) {
            int from = (int) ((long) i * losses.length / parts);
            int to = (int) ((i + 1L) * losses.length / parts);
            double[] part = Arrays.copyOfRange(losses, from, to);
            double noise = part.length < 2 * FEWEST ? ofAll : Noise.robustDeviation(part);
            double fewer = part.length == 1 ? 1 : OF_A_MEDIAN;
            levels[i] = new Level(Quantiles.median(part), fewer * noise / Math.sqrt(part.length));
        }
        return levels;
    }
}
