package etude.tuner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A Gaussian process that knows some values of a function (Rasmussen and Williams 2006, algorithm
 * 2.1). Values that are still to come are imagined: several fantasies of them, drawn from what the
 * process believes, each of which changes its mean; that they will be known changes its deviation
 * (Snoek, Larochelle and Adams 2012, section 3.2).
 */
public final class Regression {
    private static final int FANTASIES = 16;

    /** Deviations below this share of the function's are rounding. */
    private static final double LEAST_VARIANCE = 1e-12;

    private final List<Dimension> dimensions;
    private final double noise;
    private final Factor factor;
    private final double mean;

    /** For each fantasy L^-1 of the values less the mean. */
    private final double[][] halves;

    /** For each fantasy K^-1 of the values less the mean. */
    private final double[][] weights;

    private Regression(
            List<Dimension> dimensions,
            double noise,
            Factor factor,
            double mean,
            double[][] halves) {
        this.dimensions = dimensions;
        this.noise = noise;
        this.factor = factor;
        this.mean = mean;
        this.halves = halves;
        weights = Arrays.stream(halves).map(factor::secondHalfSolved).toArray(double[][]::new);
    }

    /**
     * A process that knows these values.
     *
     * @param values standardized, one for each point
     */
    public static Regression of(
            List<Dimension> dimensions, Beliefs beliefs, List<double[]> points, double[] values) {
        return of(
                dimensions,
                beliefs,
                points,
                values,
                new Factor(beliefs.kernel(dimensions), beliefs.noise()));
    }

    private static Regression of(
            List<Dimension> dimensions,
            Beliefs beliefs,
            List<double[]> points,
            double[] values,
            Factor similar) {
        Factor factor = similar.of(beliefs.kernel(dimensions), beliefs.noise(), points);
        double[] ones = new double[values.length];
        Arrays.fill(ones, 1);
        double[] halfOnes = factor.halfSolved(ones);
        double[] half = factor.halfSolved(values);
        double mean = mean(dot(halfOnes, half), dot(halfOnes, halfOnes));
        for (int i = 0; i < half.length; i++) {
            half[i] -= mean * halfOnes[i];
        }
        return new Regression(dimensions, beliefs.noise(), factor, mean, new double[][] {half});
    }

    /**
     * Another process of points that are mostly those of this one: of what both have in common
     * nothing is computed again, and every number is the same as if all were.
     */
    public Regression like(Beliefs beliefs, List<double[]> points, double[] values) {
        return of(dimensions, beliefs, points, values, factor);
    }

    /**
     * The best mean of values, about 0 with deviation 1: a product with K^-1 and ones, and one of
     * ones.
     */
    static double mean(double onesWithValues, double onesWithOnes) {
        return onesWithValues / (onesWithOnes + 1);
    }

    /**
     * This process where some points are known to be no improvement, whatever their values would
     * be: each has the larger one of what is expected there and of the lowest mean. Otherwise what
     * is expected of points that have no value would stay, and draw further points there.
     */
    public Regression withoutGainAt(List<double[]> some) {
        if (some.isEmpty()) {
            return this;
        }
        double lowest = lowest(0);
        double[] known = factor.times(halves[0]);
        double[] values = Arrays.copyOf(known, known.length + some.size());
        List<double[]> all = new ArrayList<>(factor.points());
        for (double[] point : some) {
            values[all.size()] = Math.max(lowest, mean(0, half(point))) - mean;
            all.add(point);
        }
        Factor larger = factor.of(factor.kernel(), noise, all);
        return new Regression(
                dimensions, noise, larger, mean, new double[][] {larger.halfSolved(values)});
    }

    /**
     * This process with points whose values will be known by the time further ones are.
     *
     * @param seed of the fantasies
     */
    public Regression awaiting(List<double[]> pending, long seed) {
        if (pending.isEmpty()) {
            return this;
        }
        int known = factor.size();
        List<double[]> all = new ArrayList<>(factor.points());
        all.addAll(pending);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] imagined = new double[FANTASIES][];
        for (int f = 0; f < FANTASIES; f++) {
            imagined[f] = Arrays.copyOf(halves[0], all.size());
        }
        for (int i = known; i < all.size(); i++) {
            int[] order = IntStream.range(0, FANTASIES).toArray();
            for (int f = 0; f < FANTASIES; f++) {
                int other = f + random.nextInt(FANTASIES - f);
                int stratum = order[other];
                order[other] = order[f];
                imagined[f][i] = StandardNormal.quantile((stratum + 0.5) / FANTASIES);
            }
        }
        return new Regression(
                dimensions, noise, factor.of(factor.kernel(), noise, all), mean, imagined);
    }

    /** How many points it knows or imagines values of. */
    int size() {
        return factor.size();
    }

    List<double[]> points() {
        return factor.points();
    }

    Kernel kernel() {
        return factor.kernel();
    }

    int fantasies() {
        return halves.length;
    }

    double[] weights(int fantasy) {
        return weights[fantasy];
    }

    /** L^-1 of the covariances of a point with all others: what predictions are made of. */
    double[] half(double[] point) {
        return factor.halfSolved(kernel().withEach(point, points()));
    }

    /** Likewise for many points: row i has the number for point i of the process. */
    double[][] halves(List<double[]> some) {
        double[][] columns = new double[size()][some.size()];
        for (int c = 0; c < some.size(); c++) {
            double[] covariances = kernel().withEach(some.get(c), points());
            for (int i = 0; i < covariances.length; i++) {
                columns[i][c] = covariances[i];
            }
        }
        factor.halfSolve(columns);
        return columns;
    }

    double[] secondHalf(double[] half) {
        return factor.secondHalfSolved(half);
    }

    double mean(int fantasy, double[] half) {
        return mean + dot(half, halves[fantasy]);
    }

    double[] half(int fantasy) {
        return halves[fantasy];
    }

    double mean() {
        return mean;
    }

    double variance(double squaredHalf) {
        return Math.max(LEAST_VARIANCE, 1 - squaredHalf / kernel().variance())
                * kernel().variance();
    }

    /** What it believes of the function at a point, over all fantasies. */
    public Prediction at(double[] point) {
        double[] half = half(point);
        double average = 0;
        double squares = 0;
        for (int f = 0; f < halves.length; f++) {
            double one = mean(f, half);
            average += one / halves.length;
            squares += one * one / halves.length;
        }
        double spread = Math.max(0, squares - average * average);
        return new Prediction(average, Math.sqrt(variance(dot(half, half)) + spread));
    }

    /** The lowest mean at the points of a fantasy: what an improvement improves on. */
    double lowest(int fantasy) {
        double[] product = factor.times(halves[fantasy]);
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < product.length; i++) {
            lowest = Math.min(lowest, mean + product[i] - noise * weights[fantasy][i]);
        }
        return lowest;
    }

    /**
     * What it would believe of the value at each of its points, noise included, did it not know
     * that one (Rasmussen and Williams 2006, equation 5.12).
     */
    public List<Prediction> leaveOneOut() {
        double[] precisions = factor.inverseDiagonal();
        double[] values = factor.times(halves[0]);
        return IntStream.range(0, size())
                .mapToObj(
                        i ->
                                new Prediction(
                                        mean + values[i] - weights[0][i] / precisions[i],
                                        1 / Math.sqrt(precisions[i])))
                .toList();
    }

    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
