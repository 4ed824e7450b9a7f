package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * A training that learns nothing, seen through the median of its last quarter: a network that a
 * large step has killed predicts a constant from then on, without any further rise (playbook,
 * Figure 7: "uncharacteristically high values of the loss").
 */
public final class Standstill {
    private static final int FEWEST = 5;
    private static final int PARTS = 4;

    /** Of a median of so many losses (Kenney and Keeping 1962). */
    private static final double OF_A_MEDIAN = 1.2533;

    /** By chance the median of a constant prediction lies so far below it once in 700 trainings. */
    private static final double STANDARD_ERRORS = 3;

    private Standstill() {}

    /**
     * The last level, where noise explains by how much it is below the loss of a constant
     * prediction; empty where it is lower, where there are too few losses, and where that loss is
     * not known.
     *
     * @param losses of every step
     * @param constant the loss of the best constant prediction; 0 where it is not known
     */
    public static OptionalDouble of(double[] losses, double constant) {
        double[] last =
                Arrays.copyOfRange(losses, losses.length - losses.length / PARTS, losses.length);
        if (last.length < FEWEST || constant <= 0) {
            return OptionalDouble.empty();
        }
        double level = Quantiles.median(last);
        double error = OF_A_MEDIAN * Noise.robustDeviation(last) / Math.sqrt(last.length);
        return level >= constant - STANDARD_ERRORS * error
                ? OptionalDouble.of(level)
                : OptionalDouble.empty();
    }
}
