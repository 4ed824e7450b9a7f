package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Quantiles of the best of k trials drawn at random from n, exact from order statistics where the
 * playbook's Figure 3 draws 1,000 times: they are what infinitely many draws would give, and need
 * no seed.
 */
public final class BestOfDraws {
    /** Sums of rounded products may miss a quantile that they equal. */
    private static final double ROUNDING = 1e-12;

    private BestOfDraws() {}

    /**
     * Without replacement. None of the r best is drawn with probability C(n-r, k) / C(n, k).
     *
     * @param costs lower is better, infinite for infeasible trials; at least one
     * @param draws from 1 to the number of costs
     */
    public static double withoutReplacement(double[] costs, int draws, double quantile) {
        int n = costs.length;
        double[] missing = new double[n + 1];
        missing[0] = 1;
        for (int r = 1; r <= n; r++) {
            missing[r] = missing[r - 1] * Math.max(0, n - r + 1 - draws) / (n - r + 1);
        }
        return smallest(costs, r -> missing[r], quantile);
    }

    /**
     * With replacement, as the bootstrap (Efron 1979) draws. None of the r best is drawn with
     * probability ((n-r) / n)^k.
     */
    public static double withReplacement(double[] costs, int draws, double quantile) {
        int n = costs.length;
        return smallest(costs, r -> Math.pow((double) (n - r) / n, draws), quantile);
    }

    /** The smallest cost that the best of the draws reaches with at least this probability. */
    private static double smallest(double[] costs, IntToDoubleFunction missing, double quantile) {
        double[] sorted = costs.clone();
        Arrays.sort(sorted);
        int r = 1;
        while (r < sorted.length && 1 - missing.applyAsDouble(r) < quantile - ROUNDING) {
            r++;
        }
        return sorted[r - 1];
    }
}
