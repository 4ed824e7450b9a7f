package etude.tuner.surrogate;

/** The standard normal distribution to the last digits of a double, far in its tails as well. */
public final class StandardNormal {
    private static final double HALF_LOG_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

    /** Below, probabilities are computed from the tail, so that nothing cancels. */
    private static final double TAIL = -1;

    /** Above, 1 less the tail is exact. */
    private static final double FAR = 6;

    private StandardNormal() {}

    static double logDensity(double z) {
        return -z * z / 2 - HALF_LOG_TWO_PI;
    }

    static double density(double z) {
        return StrictMath.exp(logDensity(z));
    }

    /** The probability of a smaller number. */
    public static double probability(double z) {
        if (z < TAIL) {
            return density(z) / (continued(-z) - z);
        }
        return z > FAR ? 1 - probability(-z) : 0.5 + density(z) * series(z);
    }

    static double logProbability(double z) {
        return z < TAIL
                ? logDensity(z) - StrictMath.log(continued(-z) - z)
                : StrictMath.log(probability(z));
    }

    /** Density by probability, the inverse of Mills' ratio of -z. */
    static double hazard(double z) {
        return z < TAIL ? continued(-z) - z : density(z) / probability(z);
    }

    /**
     * The logarithm of the expected improvement {@code E max(0, z + N)} of a standard normal N,
     * which is density(z) + z probability(z): no cancellation and no underflow, however small (the
     * stable form that Ament et al. 2023, arXiv:2310.20708, ask for; here by Mills' ratio).
     */
    public static double logImprovement(double z) {
        if (z >= TAIL) {
            return StrictMath.log(density(z) + z * probability(z));
        }
        double rest = continued(-z);
        return logDensity(z) + StrictMath.log(rest / (rest - z));
    }

    /** The derivative of {@link #logImprovement}. */
    static double logImprovementSlope(double z) {
        return z >= TAIL ? probability(z) / (density(z) + z * probability(z)) : 1 / continued(-z);
    }

    /** z + z^3/3 + z^5/(3 5) + ... (Marsaglia 2004), all of one sign. */
    private static double series(double z) {
        double term = z;
        double sum = z;
        for (int odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
            term *= z * z / odd;
            sum += term;
        }
        return sum;
    }

    /**
     * Laplace's continued fraction 1/(x + 2/(x + 3/(x + ...))): Mills' ratio is 1 by x plus this.
     *
     * @param x at least 1, where it converges within so many terms
     */
    private static double continued(double x) {
        int terms = (int) Math.ceil(12 + 300 / (x * x));
        double rest = x;
        for (int k = terms; k >= 2; k--) {
            rest = x + k / rest;
        }
        return 1 / rest;
    }

    /**
     * The number below which one lies with this probability (Acklam 2003, within 1.2e-9, and one
     * step of Halley's method).
     *
     * @param probability between 0 and 1, both excluded
     */
    public static double quantile(double probability) {
        if (probability > 0.5) {
            return -quantile(1 - probability);
        }
        double z = approximateQuantile(probability);
        double step = (probability(z) - probability) / density(z);
        return z - step / (1 + z * step / 2);
    }

    private static double approximateQuantile(double probability) {
        if (probability < 0.02425) {
            double q = StrictMath.sqrt(-2 * StrictMath.log(probability));
            return polynomial(
                            q,
                            -7.784894002430293e-03,
                            -3.223964580411365e-01,
                            -2.400758277161838e+00,
                            -2.549732539343734e+00,
                            4.374664141464968e+00,
                            2.938163982698783e+00)
                    / polynomial(
                            q,
                            7.784695709041462e-03,
                            3.224671290700398e-01,
                            2.445134137142996e+00,
                            3.754408661907416e+00,
                            1);
        }
        double q = probability - 0.5;
        double r = q * q;
        return q
                * polynomial(
                        r,
                        -3.969683028665376e+01,
                        2.209460984245205e+02,
                        -2.759285104469687e+02,
                        1.383577518672690e+02,
                        -3.066479806614716e+01,
                        2.506628277459239e+00)
                / polynomial(
                        r,
                        -5.447609879822406e+01,
                        1.615858368580409e+02,
                        -1.556989798598866e+02,
                        6.680131188771972e+01,
                        -1.328068155288572e+01,
                        1);
    }

    private static double polynomial(double x, double... coefficients) {
        double value = 0;
        for (double coefficient : coefficients) {
            value = value * x + coefficient;
        }
        return value;
    }
}
