package etude.tuner.analysis.statistics;

import java.util.OptionalDouble;

/**
 * The playbook's "training loss many standard deviations worse", in numbers that outliers cannot
 * move.
 */
public final class Outliers {
    private Outliers() {}

    /**
     * The loss above which a trial is an outlier: median + deviations * 1.4826 * MAD (Leys et al.
     * 2013). Empty with fewer than {@code minimum} losses, or when at least half are equal.
     */
    public static OptionalDouble limit(double[] losses, double deviations, int minimum) {
        if (losses.length < minimum) {
            return OptionalDouble.empty();
        }
        double deviation = Quantiles.robustDeviation(losses);
        return deviation > 0
                ? OptionalDouble.of(Quantiles.median(losses) + deviations * deviation)
                : OptionalDouble.empty();
    }
}
