package etude.tuner.analysis.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How much the values of the best trials differ from those of all (Watanabe, Bansal and Hutter
 * 2023, "PED-ANOVA: Efficiently Quantifying Hyperparameter Importance in Arbitrary Subspaces"): the
 * Pearson divergence of their densities, for each dimension alone. Where functional ANOVA asks what
 * the objective depends on anywhere, this asks what matters for being good.
 *
 * @param shares one for each dimension; together 1, or 0 where nothing differs
 * @param beyondChance for each dimension, whether trials drawn at random in place of the best
 *     differ less, in all dimensions, in 95 % of the cases
 */
public record PedAnova(List<Double> shares, List<Boolean> beyondChance) {
    /** The best share of the trials; with fewer their density is little more than chance. */
    private static final double BEST = 0.2;

    private static final int FEWEST = 5;
    private static final int GRID = 32;
    private static final int SHUFFLES = 99;
    private static final double CHANCE = 0.95;

    /** Any number; fixed, so that a report is the same each time. */
    private static final long SEED = 1;

    public PedAnova {
        shares = List.copyOf(shares);
        beyondChance = List.copyOf(beyondChance);
    }

    /**
     * Measures it.
     *
     * @param points in the unit cube, at least 10
     * @param costs one for each point
     */
    public static PedAnova of(List<double[]> points, double[] costs) {
        int n = costs.length;
        double[][][] kernels = new double[points.get(0).length][][];
        for (int d = 0; d < kernels.length; d++) {
            int dimension = d;
            kernels[d] = kernels(points.stream().mapToDouble(p -> p[dimension]).toArray());
        }
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted((a, b) -> Double.compare(costs[a], costs[b]))
                        .mapToInt(i -> i)
                        .toArray();
        int best = Math.max(FEWEST, (int) Math.ceil(BEST * n));
        double[] found = divergences(kernels, order, best);
        double limit = chance(kernels, order.clone(), best);
        double sum = Arrays.stream(found).sum();
        return new PedAnova(
                Arrays.stream(found).mapToObj(v -> sum > 0 ? v / sum : 0).toList(),
                Arrays.stream(found).mapToObj(v -> v > limit).toList());
    }

    /** The largest of all dimensions that so many trials drawn at random reach. */
    private static double chance(double[][][] kernels, int[] order, int best) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] largest = new double[SHUFFLES];
        for (int s = 0; s < SHUFFLES; s++) {
            for (int i = 0; i < best; i++) {
                int other = i + random.nextInt(order.length - i);
                int kept = order[i];
                order[i] = order[other];
                order[other] = kept;
            }
            largest[s] = Arrays.stream(divergences(kernels, order, best)).max().orElse(0);
        }
        return Quantiles.of(largest, CHANCE);
    }

    private static double[] divergences(double[][][] kernels, int[] order, int best) {
        double[] divergences = new double[kernels.length];
        for (int d = 0; d < kernels.length; d++) {
            double[] all = density(kernels[d], order, order.length);
            double[] top = density(kernels[d], order, best);
            for (int g = 0; g < GRID; g++) {
                divergences[d] += (top[g] / all[g] - 1) * (top[g] / all[g] - 1) * all[g] / GRID;
            }
        }
        return divergences;
    }

    /** With one more sample that is spread over the whole range, so that nothing is impossible. */
    private static double[] density(double[][] kernels, int[] order, int count) {
        double[] density = new double[GRID];
        Arrays.fill(density, 1.0 / (count + 1));
        for (int i = 0; i < count; i++) {
            for (int g = 0; g < GRID; g++) {
                density[g] += kernels[order[i]][g] / (count + 1);
            }
        }
        return density;
    }

    /** Gaussians with Scott's (1992) width, reflected at both ends of the range. */
    private static double[][] kernels(double[] coordinates) {
        double width =
                Math.max(
                        0.5 / GRID,
                        Math.sqrt(Noise.variance(coordinates))
                                * Math.pow(coordinates.length, -0.2));
        double[][] kernels = new double[coordinates.length][GRID];
        for (int i = 0; i < coordinates.length; i++) {
            for (int g = 0; g < GRID; g++) {
                double x = (g + 0.5) / GRID;
                double u = coordinates[i];
                kernels[i][g] = bell(x - u, width) + bell(x + u, width) + bell(2 - x - u, width);
            }
        }
        return kernels;
    }

    private static double bell(double distance, double width) {
        double z = distance / width;
        return Math.exp(-z * z / 2) / (width * Math.sqrt(2 * Math.PI));
    }
}
