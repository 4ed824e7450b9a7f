package etude.tuner.surrogate;

import java.util.Arrays;

/**
 * From costs to the values that a process is given, and back: of mean 0 and deviation 1, with the
 * long tail of bad ones drawn in. Costs are shifted and scaled by the median and the spread of the
 * better half, cut off very far above, taken to the power (Yeo and Johnson 2000) that makes them
 * most like normal ones, a logarithm at the extreme, and standardized.
 */
public final class Warp {
    /** So many spreads above the median all are equally bad. */
    private static final double WORST = 1e4;

    private static final int POWERS = 21;

    /** Of the predicted distribution, to take means and deviations back. */
    private static final int QUANTILES = 33;

    private final double center;
    private final double spread;
    private final double power;
    private final double mean;
    private final double deviation;

    private Warp(double center, double spread, double power, double mean, double deviation) {
        this.center = center;
        this.spread = spread;
        this.power = power;
        this.mean = mean;
        this.deviation = deviation;
    }

    /**
     * Made for these costs.
     *
     * @param costs at least two that differ
     */
    public static Warp of(double[] costs) {
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        double center = sorted[(sorted.length - 1) / 2];
        double squares = 0;
        int better = 0;
        while (better < sorted.length && sorted[better] <= center) {
            squares += (sorted[better] - center) * (sorted[better] - center);
            better++;
        }
        double spread = Math.sqrt(squares / better);
        if (!(spread > 0)) {
            spread = sorted[sorted.length - 1] - sorted[0];
        }
        double[] scaled = new double[costs.length];
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = Math.min(WORST, (costs[i] - center) / spread);
        }
        return fitted(center, spread, scaled);
    }

    private static Warp fitted(double center, double spread, double[] scaled) {
        double logarithms = 0;
        for (double z : scaled) {
            logarithms += Math.signum(z) * StrictMath.log1p(Math.abs(z));
        }
        Warp best = new Warp(center, spread, 1, 0, 1);
        double highest = Double.NEGATIVE_INFINITY;
        int n = scaled.length;
        for (int p = 0; p < POWERS; p++) {
            double power = 2.0 * p / (POWERS - 1);
            double sum = 0;
            double squares = 0;
            for (double z : scaled) {
                double value = powered(z, power);
                sum += value;
                squares += value * value;
            }
            double mean = sum / n;
            double variance = squares / n - mean * mean;
            double likelihood = -0.5 * n * StrictMath.log(variance) + (power - 1) * logarithms;
            if (variance > 0 && likelihood > highest) {
                highest = likelihood;
                best = new Warp(center, spread, power, mean, Math.sqrt(variance));
            }
        }
        return best;
    }

    private static double powered(double z, double power) {
        if (z < 0) {
            return -raised(-z, 2 - power);
        }
        return raised(z, power);
    }

    private static double raised(double z, double power) {
        return power == 0 ? StrictMath.log1p(z) : (StrictMath.pow(1 + z, power) - 1) / power;
    }

    /** The value that stands for a cost. */
    public double value(double cost) {
        return (powered(Math.min(WORST, (cost - center) / spread), power) - mean) / deviation;
    }

    /** The cost that a value stands for. */
    public double cost(double value) {
        double warped = value * deviation + mean;
        double z = warped < 0 ? -lowered(-warped, 2 - power) : lowered(warped, power);
        return center + spread * Math.min(z, WORST);
    }

    private static double lowered(double warped, double power) {
        return power == 0
                ? StrictMath.expm1(warped)
                : StrictMath.pow(1 + power * warped, 1 / power) - 1;
    }

    /** A prediction of a value as one of the cost, with the mean and deviation that costs have. */
    public Prediction cost(Prediction value) {
        double sum = 0;
        double squares = 0;
        for (int q = 0; q < QUANTILES; q++) {
            double z = StandardNormal.quantile((q + 0.5) / QUANTILES);
            double cost = cost(value.mean() + z * value.deviation());
            sum += cost - center;
            squares += (cost - center) * (cost - center);
        }
        double average = sum / QUANTILES;
        return new Prediction(
                center + average, Math.sqrt(Math.max(0, squares / QUANTILES - average * average)));
    }
}
