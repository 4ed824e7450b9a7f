package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.Collection;
import java.util.OptionalDouble;

/** How much a result may owe to its seed alone. */
public final class Retraining {
    /** Of the best trials of an arm: more would show how its settings differ, not how seeds do. */
    private static final int TOP = 5;

    /** 80 %, the usual power: 1 minus the risk of overlooking a difference that is there. */
    private static final double POWER = 0.8;

    private Retraining() {}

    /**
     * The largest standard deviation between seeds that the trials of an arm allow: that of normal
     * numbers whose best five would lie as far apart as these do, as if settings made no difference
     * at all. Empty with fewer than five.
     *
     * @param costs of feasible trials
     */
    public static OptionalDouble largestDeviation(double[] costs) {
        if (costs.length < TOP) {
            return OptionalDouble.empty();
        }
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        double spread =
                Normal.expectedOrderStatistic(TOP, costs.length)
                        - Normal.expectedOrderStatistic(1, costs.length);
        return OptionalDouble.of((sorted[TOP - 1] - sorted[0]) / spread);
    }

    /** The variance between seeds, pooled over settings; 0 where none was trained twice. */
    public static double variance(Collection<double[]> reruns) {
        double squares = 0;
        int degrees = 0;
        for (double[] same : reruns) {
            if (same.length > 1) {
                squares += Noise.variance(same) * (same.length - 1);
                degrees += same.length - 1;
            }
        }
        return degrees == 0 ? 0 : squares / degrees;
    }

    /**
     * How many reruns of each of two settings find a difference of means with a power of 80 %.
     *
     * @param variance between seeds, the sum of both
     * @param fixed variance of the difference that reruns do not lower
     * @param probability of the quantile that the difference must exceed
     * @return infinity where no number does
     */
    public static double needed(
            double difference, double variance, double fixed, double probability) {
        double quantiles = Normal.quantile(probability) + Normal.quantile(POWER);
        double left = difference * difference / (quantiles * quantiles) - fixed;
        return left > 0 ? Math.ceil(variance / left) : Double.POSITIVE_INFINITY;
    }
}
