package etude.tuner.surrogate;

import java.util.List;

/**
 * How much the values of a function at two points have in common: the Matern 5/2 kernel (Rasmussen
 * and Williams 2006, equation 4.17) of a distance that has a length scale for each dimension.
 *
 * @param lengthScales one for each dimension
 * @param variance of the function about its mean
 */
record Kernel(List<Dimension> dimensions, List<Double> lengthScales, double variance) {
    private static final double ROOT_5 = Math.sqrt(5);

    Kernel {
        dimensions = List.copyOf(dimensions);
        lengthScales = List.copyOf(lengthScales);
    }

    /** Of two points with this squared distance in length scales. */
    static double correlation(double squared) {
        double r = ROOT_5 * Math.sqrt(squared);
        return (1 + r + r * r / 3) * StrictMath.exp(-r);
    }

    /** The derivative of the correlation by the squared distance; finite at 0 as well. */
    static double slope(double squared) {
        double r = ROOT_5 * Math.sqrt(squared);
        return -5.0 / 6 * (1 + r) * StrictMath.exp(-r);
    }

    double between(double[] one, double[] other) {
        return variance * correlation(squared(one, other));
    }

    private double squared(double[] one, double[] other) {
        double sum = 0;
        for (int d = 0; d < one.length; d++) {
            double scale = lengthScales.get(d);
            sum += dimensions.get(d).squaredDistance(one[d], other[d]) / (scale * scale);
        }
        return sum;
    }

    /** With each of some points. */
    double[] withEach(double[] point, List<double[]> others) {
        double[] covariances = new double[others.size()];
        for (int i = 0; i < covariances.length; i++) {
            covariances[i] = between(point, others.get(i));
        }
        return covariances;
    }

    /**
     * Adds the gradient, by the coordinates of the point, of the sum of its covariances with some
     * points, each times a weight.
     */
    void addGradient(double[] point, List<double[]> others, double[] weights, double[] gradient) {
        for (int i = 0; i < weights.length; i++) {
            double[] other = others.get(i);
            double outer = weights[i] * variance * slope(squared(point, other));
            for (int d = 0; d < point.length; d++) {
                double scale = lengthScales.get(d);
                gradient[d] +=
                        outer * dimensions.get(d).slope(point[d], other[d]) / (scale * scale);
            }
        }
    }
}
