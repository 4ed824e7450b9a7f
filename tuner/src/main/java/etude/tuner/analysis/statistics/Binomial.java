package etude.tuner.analysis.statistics;

/** The binomial distribution. */
public final class Binomial {
    private Binomial() {}

    /** The probability of at least so many of n, each with its own probability of this size. */
    public static double atLeast(int found, int n, double probability) {
        double term = Math.pow(1 - probability, n);
        double below = 0;
        for (int k = 0; k < found; k++) {
            below += term;
            term *= (n - k) / (k + 1.0) * probability / (1 - probability);
        }
        return Math.max(0, 1 - below);
    }
}
