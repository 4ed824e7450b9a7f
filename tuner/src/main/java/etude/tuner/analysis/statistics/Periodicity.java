package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.Optional;

/**
 * A period in a curve, found by the autocorrelation of its successive differences (Box, Jenkins and
 * Reinsel, "Time Series Analysis", section 2.1): differences take the trend away. The first quarter
 * is left out, for its steep fall would outweigh the rest.
 *
 * @param period in evaluations
 * @param correlation of the differences with themselves one period later
 */
public record Periodicity(int period, double correlation) {
    /** Differences of pure noise stay below this many standard errors, 1 / sqrt(overlap). */
    private static final double STANDARD_ERRORS = 4;

    /** A multiple of the period correlates as well, and this much more by chance. */
    private static final double CHANCE = 0.05;

    /**
     * The strongest period that fits three times. A smooth bend is correlated at short lags as
     * well, so only lags after the first negative correlation count.
     *
     * @param threshold correlation that is taken for a period
     */
    public static Optional<Periodicity> of(double[] values, double threshold) {
        double[] differences =
                Noise.differences(Arrays.copyOfRange(values, values.length / 4, values.length));
        Optional<Periodicity> best = Optional.empty();
        boolean negative = false;
        for (int lag = 1; lag <= differences.length / 3; lag++) {
            double correlation = correlation(differences, lag);
            double noise = STANDARD_ERRORS / Math.sqrt(differences.length - lag);
            double needed =
                    best.map(b -> b.correlation + CHANCE).orElse(Math.max(threshold, noise));
            if (negative && correlation >= needed) {
                best = Optional.of(new Periodicity(lag, correlation));
            }
            negative |= correlation < 0;
        }
        return best;
    }

    /** Pearson's correlation of the overlapping parts, about the mean of all. */
    static double correlation(double[] values, int lag) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double product = 0;
        double early = 0;
        double late = 0;
        for (int i = 0; i + lag < values.length; i++) {
            double a = values[i] - mean;
            double b = values[i + lag] - mean;
            product += a * b;
            early += a * a;
            late += b * b;
        }
        return early > 0 && late > 0 ? product / Math.sqrt(early * late) : 0;
    }
}
