package etude.tuner.analysis.statistics;

/** Quantiles of the normal distribution and of what is computed from normal samples. */
public final class Normal {
    /** Of the sum that stands for an integral, which is exact to 1e-7 with twice this. */
    private static final double RANGE_STEP = 0.25;

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
     * The probability that a standard normal number lies below this one (Hastings 1955, Abramowitz
     * and Stegun 26.2.17: within 7.5e-8).
     */
    static double probability(double number) {
        if (number > 0) {
            return 1 - probability(-number);
        }
        double t = 1 / (1 - 0.2316419 * number);
        double tail =
                t
                        * (0.319381530
                                + t
                                        * (-0.356563782
                                                + t
                                                        * (1.781477937
                                                                + t
                                                                        * (-1.821255978
                                                                                + t
                                                                                        * 1.330274429))));
        return tail * Math.exp(-number * number / 2) / Math.sqrt(2 * Math.PI);
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
     * The quantile of the range of so many standard normal numbers, Tukey's with infinite degrees
     * of freedom: {@code n * integral of phi(x) (Phi(x) - Phi(x - range))^(n-1) dx}, found by
     * halving.
     *
     * @param count at least 2
     */
    public static double rangeQuantile(double probability, int count) {
        double low = 0;
        double high = 20;
        while (high - low > 1e-6) {
            double middle = (low + high) / 2;
            if (rangeProbability(middle, count) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static double rangeProbability(double range, int count) {
        double sum = 0;
        for (double x = -8; x <= 8; x += RANGE_STEP) {
            sum +=
                    Math.exp(-x * x / 2)
                            * Math.pow(probability(x) - probability(x - range), count - 1.0);
        }
        return Math.min(1, count * sum * RANGE_STEP / Math.sqrt(2 * Math.PI));
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
