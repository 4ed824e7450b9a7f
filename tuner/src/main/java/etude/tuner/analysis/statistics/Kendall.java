package etude.tuner.analysis.statistics;

/** Kendall's test (1938) of whether one number rises with another. */
final class Kendall {
    /** Up to here the distribution is exact; above it is as good as normal. */
    private static final int EXACT = 40;

    private Kendall() {}

    /**
     * The probability that numbers which have nothing to do with each other are as much in the same
     * order as these; ties count half, as against it.
     */
    static double rising(double[] x, double[] y) {
        int n = x.length;
        double wrong = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double sign = Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
                wrong += (1 - sign) / 2;
            }
        }
        return n <= EXACT ? exact(n, (int) Math.ceil(wrong)) : normal(n, wrong);
    }

    /** The share of the orders of n numbers with at most so many pairs in the wrong order. */
    private static double exact(int n, int wrong) {
        double[] shares = {1};
        for (int size = 2; size <= n; size++) {
            double[] next = new double[shares.length + size - 1];
            for (int i = 0; i < shares.length; i++) {
                for (int more = 0; more < size; more++) {
                    next[i + more] += shares[i] / size;
                }
            }
            shares = next;
        }
        double sum = 0;
        for (int i = 0; i <= Math.min(wrong, shares.length - 1); i++) {
            sum += shares[i];
        }
        return Math.min(1, sum);
    }

    private static double normal(int n, double wrong) {
        double mean = n * (n - 1.0) / 4;
        double deviation = Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 72);
        return Normal.probability((wrong + 0.5 - mean) / deviation);
    }
}
