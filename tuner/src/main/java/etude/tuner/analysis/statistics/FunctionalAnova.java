package etude.tuner.analysis.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Functional analysis of variance of a tree over the unit cube (Hutter, Hoos and Leyton-Brown 2014,
 * "An Efficient Approach for Assessing Hyperparameter Importance", algorithm 2): the variance of
 * f's mean over all other dimensions, as a share of the variance of f.
 */
final class FunctionalAnova {
    private record Box(double[] low, double[] high, double value) {
        double volumeWithout(int dimension) {
            double volume = 1;
            for (int d = 0; d < low.length; d++) {
                volume *= d == dimension ? 1 : high[d] - low[d];
            }
            return volume;
        }

        double volume() {
            return volumeWithout(-1);
        }
    }

    private FunctionalAnova() {}

    /**
     * The share of each dimension alone; what they leave to 1 is interaction. All 0 when f is
     * constant.
     */
    static double[] shares(RegressionTree tree, int dimensions) {
        List<Box> boxes = new ArrayList<>();
        double[] ones = new double[dimensions];
        Arrays.fill(ones, 1);
        collect(tree, new double[dimensions], ones, boxes);
        double mean = boxes.stream().mapToDouble(b -> b.volume() * b.value()).sum();
        double variance =
                boxes.stream()
                        .mapToDouble(b -> b.volume() * (b.value() - mean) * (b.value() - mean))
                        .sum();
        double[] shares = new double[dimensions];
        for (int d = 0; d < dimensions && variance > 0; d++) {
            shares[d] = marginalVariance(boxes, d, mean) / variance;
        }
        return shares;
    }

    private static void collect(RegressionTree tree, double[] low, double[] high, List<Box> boxes) {
        if (tree instanceof RegressionTree.Split split) {
            double[] middle = high.clone();
            middle[split.dimension()] = split.cut();
            collect(split.below(), low, middle, boxes);
            middle = low.clone();
            middle[split.dimension()] = split.cut();
            collect(split.above(), middle, high, boxes);
        } else if (tree instanceof RegressionTree.Leaf leaf) {
            boxes.add(new Box(low.clone(), high.clone(), leaf.value()));
        }
    }

    private static double marginalVariance(List<Box> boxes, int d, double mean) {
        double[] edges =
                boxes.stream()
                        .flatMap(b -> Stream.of(b.low()[d], b.high()[d]))
                        .mapToDouble(Double::doubleValue)
                        .sorted()
                        .distinct()
                        .toArray();
        double[] changes = new double[edges.length];
        for (Box box : boxes) {
            double part = box.value() * box.volumeWithout(d);
            changes[Arrays.binarySearch(edges, box.low()[d])] += part;
            changes[Arrays.binarySearch(edges, box.high()[d])] -= part;
        }
        double marginal = 0;
        double variance = 0;
        for (int i = 0; i + 1 < edges.length; i++) {
            marginal += changes[i];
            variance += (edges[i + 1] - edges[i]) * (marginal - mean) * (marginal - mean);
        }
        return variance;
    }
}
