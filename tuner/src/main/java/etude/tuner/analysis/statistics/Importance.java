package etude.tuner.analysis.statistics;

import etude.tuner.analysis.statistics.RegressionTree.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How much of a function's variance each dimension explains alone: functional ANOVA averaged over a
 * random forest (Breiman 2001) of 64 trees on bootstrap samples.
 *
 * @param shares one for each dimension
 * @param interactions what no dimension explains alone
 * @param explained share of the variance of samples that trees which had not seen them predicted
 *     (out-of-bag); near or below 0 the shares mean nothing
 */
public record Importance(List<Double> shares, double interactions, double explained) {
    private static final int TREES = 64;

    /** Any number; fixed, so that a report is the same each time. */
    private static final long SEED = 1;

    public Importance {
        shares = List.copyOf(shares);
    }

    /**
     * Measures it.
     *
     * @param points in the unit cube, at least 4
     * @param values one for each point
     */
    public static Importance of(List<double[]> points, double[] values) {
        int n = points.size();
        int dimensions = points.get(0).length;
        SplittableRandom random = new SplittableRandom(SEED);
        double[] shares = new double[dimensions];
        double[] predicted = new double[n];
        int[] predictions = new int[n];
        for (int t = 0; t < TREES; t++) {
            boolean[] seen = new boolean[n];
            Sample[] samples = new Sample[n];
            for (int i = 0; i < n; i++) {
                int drawn = random.nextInt(n);
                seen[drawn] = true;
                samples[i] = new Sample(points.get(drawn), values[drawn]);
            }
            RegressionTree tree = RegressionTree.grow(samples);
            for (int i = 0; i < n; i++) {
                if (!seen[i]) {
                    predicted[i] += tree.predict(points.get(i));
                    predictions[i]++;
                }
            }
            double[] part = FunctionalAnova.shares(tree, dimensions);
            for (int d = 0; d < dimensions; d++) {
                shares[d] += part[d] / TREES;
            }
        }
        return of(shares, explained(values, predicted, predictions));
    }

    private static Importance of(double[] shares, double explained) {
        List<Double> list = new ArrayList<>();
        double rest = 1;
        for (double share : shares) {
            list.add(share);
            rest -= share;
        }
        return new Importance(list, Math.max(0, rest), explained);
    }

    private static double explained(double[] values, double[] sums, int[] counts) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        double error = 0;
        double variance = 0;
        for (int i = 0; i < values.length; i++) {
            if (counts[i] > 0) {
                error += Math.pow(values[i] - sums[i] / counts[i], 2);
                variance += Math.pow(values[i] - mean, 2);
            }
        }
        return variance > 0 ? 1 - error / variance : 0;
    }
}
