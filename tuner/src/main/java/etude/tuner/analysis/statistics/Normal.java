package etude.tuner.analysis.statistics;

/** Quantiles of the normal distribution and of what is computed from normal samples. */
public final class Normal {
    private Normal() {}

    /**
     * The quantile of the standard normal distribution (Hastings 1955, Abramowitz and Stegun
     * 26.2.23: within 0.00045).
     *
     * @param probability between 0 and 1
     */
    public static double quantile(double probability) {
        if (probability > 0.5) {
            return -quantile(1 - probability);
        }
        double t = Math.sqrt(-2 * Math.log(probability));
        double above = 2.515517 + t * (0.802853 + t * 0.010328);
        double below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
        return above / below - t;
    }

    /**
     * The quantile of Student's t, expanded around the normal one (Abramowitz and Stegun 26.7.5):
     * within 3 % of 97.5 % from 2 degrees of freedom on.
     *
     * @param degrees of freedom, at least 2
     */
    public static double student(double probability, double degrees) {
        double z = quantile(probability);
        double square = z * z;
        double first = z * (square + 1) / 4;
        double second = z * (3 + square * (16 + square * 5)) / 96;
        double third = z * (-15 + square * (17 + square * (19 + square * 3))) / 384;
        double fourth =
                z
                        * (-945 + square * (-1920 + square * (1482 + square * (776 + square * 79))))
                        / 92160;
        return z + (first + (second + (third + fourth / degrees) / degrees) / degrees) / degrees;
    }

    /**
     * What the smallest but {@code rank - 1} of so many standard normal numbers is on average (Blom
     * 1958).
     *
     * @param rank from 1
     */
    static double expectedOrderStatistic(int rank, int count) {
        return quantile((rank - 0.375) / (count + 0.25));
    }
}
