package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;

/**
 * Whether costs still fall where a range ends. Two things that have nothing to do with each other
 * where the cost does not depend on the coordinate must come together: the best trial lies among
 * the outermost, and among the better half of the others cost falls towards the edge. Trials far
 * from good say nothing about the edge, so that a plateau before it is not taken for a fall; for
 * the same reason the better third must not speak against it.
 */
public final class EdgeTrend {
    /** With fewer trials the smallest probability is too large for any question. */
    public static final int FEWEST = 5;

    /**
     * How near the edge the best trial lies, as a share of the trials, to be asked about at all.
     */
    private static final double OUTERMOST = 1.0 / 3;

    private static final int FEWEST_OF_HALF = 7;
    private static final int FEWEST_OF_THIRD = 5;

    /** What the better third may say by chance. */
    private static final double THIRD = 0.2;

    private EdgeTrend() {}

    /**
     * The probability of such a fall where the cost does not depend on the coordinate; 1 where the
     * costs do not fall.
     *
     * @param distances from the edge
     * @param costs one for each
     */
    public static double probability(double[] distances, double[] costs) {
        int n = costs.length;
        if (n < FEWEST) {
            return 1;
        }
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> costs[i]));
        double best = distances[order[0]];
        double outermost = (double) Arrays.stream(distances).filter(d -> d <= best).count() / n;
        if (outermost > OUTERMOST
                || falls(distances, costs, order, size(FEWEST_OF_THIRD, n / 3.0, n)) > THIRD) {
            return 1;
        }
        double both = outermost * falls(distances, costs, order, size(FEWEST_OF_HALF, n / 2.0, n));
        // of two uniform numbers: the probability that their product is at most this
        return both * (1 - Math.log(both));
    }

    /**
     * Whether the range may end within the good region: the nearest trial is good, all good ones
     * lie among the outermost, and the costs of all trials fall towards the edge by more than
     * chance. That does not tell whether better ones lie beyond.
     *
     * @param costs those of infeasible trials are infinite
     * @param good the worst cost that noise does not tell from the best
     */
    public static boolean mayGoOn(
            double[] distances, double[] costs, double good, double probability) {
        double nearest = Arrays.stream(distances).min().orElse(Double.NaN);
        double farthest = nearest;
        boolean nearestIsGood = false;
        for (int i = 0; i < costs.length; i++) {
            if (costs[i] <= good) {
                farthest = Math.max(farthest, distances[i]);
                nearestIsGood |= distances[i] == nearest;
            }
        }
        double last = farthest;
        long within = Arrays.stream(distances).filter(d -> d <= last).count();
        return nearestIsGood
                && within <= OUTERMOST * costs.length
                && Kendall.rising(distances, costs) <= probability;
    }

    private static int size(int fewest, double share, int n) {
        return Math.min(n, Math.max(fewest, (int) Math.ceil(share)));
    }

    /** Of the best trials but the very best, which has been looked at. */
    private static double falls(double[] distances, double[] costs, Integer[] order, int size) {
        double[] x = new double[size - 1];
        double[] y = new double[size - 1];
        for (int i = 1; i < size; i++) {
            x[i - 1] = distances[order[i]];
            y[i - 1] = costs[order[i]];
        }
        return Kendall.rising(x, y);
    }

    /**
     * The coordinate of the lowest point of the parabola through the better half of the trials, by
     * least squares; empty where they do not bend upwards.
     */
    public static OptionalDouble lowest(double[] coordinates, double[] costs) {
        Integer[] order = new Integer[costs.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> costs[i]));
        int size = size(FEWEST_OF_HALF, costs.length / 2.0, costs.length);
        // around their mean, where the three equations are well conditioned
        double mean = 0;
        for (int i = 0; i < size; i++) {
            mean += coordinates[order[i]] / size;
        }
        double[] sums = new double[5];
        double[] right = new double[3];
        for (int i = 0; i < size; i++) {
            double power = 1;
            double x = coordinates[order[i]] - mean;
            for (int k = 0; k < sums.length; k++) {
                sums[k] += power;
                if (k < right.length) {
                    right[k] += power * costs[order[i]];
                }
                power *= x;
            }
        }
        double slope = determinant(sums, right, 1);
        double bend = determinant(sums, right, 2);
        double all = determinant(sums, right, -1);
        return all > 0 && bend > 0
                ? OptionalDouble.of(mean - slope / (2 * bend))
                : OptionalDouble.empty();
    }

    /** Of the normal equations, with one column replaced by the right side (Cramer's rule). */
    private static double determinant(double[] sums, double[] right, int replaced) {
        double[][] m = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                m[i][j] = j == replaced ? right[i] : sums[i + j];
            }
        }
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }
}
