package etude.trainer.timing;

import java.util.Arrays;

/**
 * A median with its interval of at least 90 % confidence from order statistics, which assumes
 * nothing about the distribution: the numbers of values below the median of n draws are binomial
 * (n, 1/2). Under 5 values no interval reaches 90 %, and this is their range.
 *
 * @param low lower end, at most the median
 * @param high upper end
 */
public record MedianInterval(double median, double low, double high) {
    private static final double OUTSIDE_EACH_SIDE = 0.05;

    /** From here on the binomial is normal enough, and 2^-n would soon underflow. */
    private static final int MANY = 1000;

    /** The 95th percentile of the normal distribution. */
    private static final double NORMAL = 1.6449;

    /**
     * Of at least one value.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static MedianInterval of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        int rank = outermost(n);
        return new MedianInterval(median, sorted[rank], sorted[n - 1 - rank]);
    }

    /** Width over the median. */
    public double relativeWidth() {
        return (high - low) / median;
    }

    /**
     * The largest r with P(fewer than r + 1 of n values lie below the median) at most 5 %, so that
     * the r-th smallest and the r-th largest, from 0, enclose the median.
     */
    private static int outermost(int n) {
        if (n > MANY) {
            return (int) Math.floor((n - NORMAL * Math.sqrt(n)) / 2) - 1;
        }
        double term = Math.pow(0.5, n); // P(none below)
        double below = term;
        int rank = 0;
        while (below <= OUTSIDE_EACH_SIDE) {
            rank++;
            term *= (double) (n - rank + 1) / rank;
            below += term;
        }
        return Math.max(0, rank - 1);
    }
}
