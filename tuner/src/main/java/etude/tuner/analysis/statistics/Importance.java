package etude.tuner.analysis.statistics;

import etude.tuner.analysis.statistics.RegressionTree.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How much of a function's variance each dimension explains alone: functional ANOVA averaged over a
 * random forest (Breiman 2001) of 64 trees on bootstrap samples.
 *
 * @param shares one for each dimension
 * @param interactions what no dimension explains alone
 * @param explained share of the variance of samples that trees which had not seen them predicted
 *     (out-of-bag); near or below 0 the shares mean nothing
 * @param beyondChance for each dimension, whether its share is larger than what copies of the
 *     dimensions in random order get beside them in 19 tries (Kursa and Rudnicki 2010), twice that
 *     since twice as many dimensions share in the noise then
 */
public record Importance(
        List<Double> shares, double interactions, double explained, List<Boolean> beyondChance) {
    private static final int TREES = 64;

    /** The largest of so many numbers is exceeded in one of 20 cases. */
    private static final int SHUFFLES = 19;

    private static final int DIMENSIONS_WITH_COPIES = 2;

    /** Shuffles need no exact shares. */
    private static final int TREES_OF_SHUFFLES = 8;

    /** Shares of fewer samples vary more, so that fewer than there are give a safe limit. */
    private static final int MOST_SHUFFLED = 200;

    /** Any number; fixed, so that a report is the same each time. */
    private static final long SEED = 1;

    public Importance {
        shares = List.copyOf(shares);
        beyondChance = List.copyOf(beyondChance);
    }

    /**
     * Measures it.
     *
     * @param points in the unit cube, at least 4
     * @param values one for each point
     */
    public static Importance of(List<double[]> points, double[] values) {
        SplittableRandom random = new SplittableRandom(SEED);
        Forest forest = Forest.grow(points, values, TREES, random);
        // less than one sample's part of the variance says nothing in any case
        double chance = Math.max(1.0 / values.length, chance(points, values, random));
        return new Importance(
                Arrays.stream(forest.shares).boxed().toList(),
                Math.max(0, 1 - Arrays.stream(forest.shares).sum()),
                forest.explained(values),
                Arrays.stream(forest.shares).mapToObj(share -> share > chance).toList());
    }

    private static double chance(List<double[]> points, double[] values, SplittableRandom random) {
        List<double[]> some = points.subList(0, Math.min(MOST_SHUFFLED, points.size()));
        int dimensions = points.get(0).length;
        double largest = 0;
        for (int s = 0; s < SHUFFLES; s++) {
            double[] shares =
                    Forest.grow(withCopies(some, random), values, TREES_OF_SHUFFLES, random).shares;
            for (int d = dimensions; d < shares.length; d++) {
                largest = Math.max(largest, shares[d]);
            }
        }
        return DIMENSIONS_WITH_COPIES * largest;
    }

    /** The points with each dimension a second time, in random order. */
    private static List<double[]> withCopies(List<double[]> points, SplittableRandom random) {
        int dimensions = points.get(0).length;
        List<double[]> all =
                points.stream()
                        .map(point -> Arrays.copyOf(point, DIMENSIONS_WITH_COPIES * dimensions))
                        .toList();
        int[] order = IntStream.range(0, points.size()).toArray();
        for (int d = 0; d < dimensions; d++) {
            for (int i = 0; i < order.length; i++) {
                int other = i + random.nextInt(order.length - i);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
                all.get(i)[dimensions + d] = points.get(order[i])[d];
            }
        }
        return all;
    }

    /**
     * Trees on bootstrap samples.
     *
     * @param predicted for each point, the sum over the trees that had not seen it
     * @param predictions how many those were
     */
    private record Forest(double[] shares, double[] predicted, int[] predictions) {
        static Forest grow(
                List<double[]> points, double[] values, int trees, SplittableRandom random) {
            int n = points.size();
            int dimensions = points.get(0).length;
            Forest forest = new Forest(new double[dimensions], new double[n], new int[n]);
            for (int t = 0; t < trees; t++) {
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
                        forest.predicted[i] += tree.predict(points.get(i));
                        forest.predictions[i]++;
                    }
                }
                double[] part = FunctionalAnova.shares(tree, dimensions);
                for (int d = 0; d < dimensions; d++) {
                    forest.shares[d] += part[d] / trees;
                }
            }
            return forest;
        }

        private double explained(double[] values) {
            double mean = Arrays.stream(values).average().orElse(0);
            double error = 0;
            double variance = 0;
            for (int i = 0; i < values.length; i++) {
                if (predictions[i] > 0) {
                    error += Math.pow(values[i] - predicted[i] / predictions[i], 2);
                    variance += Math.pow(values[i] - mean, 2);
                }
            }
            return variance > 0 ? 1 - error / variance : 0;
        }
    }
}
