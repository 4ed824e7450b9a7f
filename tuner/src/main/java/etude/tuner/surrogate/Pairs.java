package etude.tuner.surrogate;

import java.util.List;
import org.ejml.data.DMatrixRMaj;

/**
 * The squared distances of all pairs of some points in each dimension: what stays the same while
 * length scales are fitted.
 */
final class Pairs {
    private final int points;

    /** For each dimension; the pair of i and j, j below i, is at i (i - 1) / 2 + j. */
    private final double[][] squares;

    Pairs(List<Dimension> dimensions, List<double[]> points) {
        this.points = points.size();
        squares = new double[dimensions.size()][count()];
        for (int d = 0; d < squares.length; d++) {
            int pair = 0;
            for (int i = 0; i < this.points; i++) {
                for (int j = 0; j < i; j++) {
                    squares[d][pair++] =
                            dimensions.get(d).squaredDistance(points.get(i)[d], points.get(j)[d]);
                }
            }
        }
    }

    int points() {
        return points;
    }

    private int count() {
        return points * (points - 1) / 2;
    }

    /**
     * Correlations with these length scales.
     *
     * @param logScales the logarithm of each; further numbers behind them do not matter
     */
    Correlations with(double[] logScales) {
        double[] distances = new double[count()];
        for (int d = 0; d < squares.length; d++) {
            double weight = StrictMath.exp(-2 * logScales[d]);
            double[] squaresOfOne = squares[d];
            for (int pair = 0; pair < distances.length; pair++) {
                distances[pair] += weight * squaresOfOne[pair];
            }
        }
        double[] correlations = new double[distances.length];
        double[] slopes = new double[distances.length];
        for (int pair = 0; pair < distances.length; pair++) {
            correlations[pair] = Kernel.correlation(distances[pair]);
            slopes[pair] = Kernel.slope(distances[pair]);
        }
        return new Correlations(correlations, slopes, logScales);
    }

    /** Correlations of all pairs, and their derivatives by the squared distance. */
    final class Correlations {
        private final double[] correlations;
        private final double[] slopes;
        private final double[] logScales;

        private Correlations(double[] correlations, double[] slopes, double[] logScales) {
            this.correlations = correlations;
            this.slopes = slopes;
            this.logScales = logScales;
        }

        /** The covariance matrix. */
        DMatrixRMaj matrix(double variance, double diagonal) {
            DMatrixRMaj matrix = new DMatrixRMaj(points, points);
            int pair = 0;
            for (int i = 0; i < points; i++) {
                matrix.unsafe_set(i, i, diagonal);
                for (int j = 0; j < i; j++) {
                    double value = variance * correlations[pair++];
                    matrix.unsafe_set(i, j, value);
                    matrix.unsafe_set(j, i, value);
                }
            }
            return matrix;
        }

        /** The derivative of the covariances by the logarithm of a length scale; diagonal 0. */
        DMatrixRMaj slopes(int dimension, double variance) {
            DMatrixRMaj matrix = new DMatrixRMaj(points, points);
            double factor = -2 * variance * StrictMath.exp(-2 * logScales[dimension]);
            int pair = 0;
            for (int i = 0; i < points; i++) {
                for (int j = 0; j < i; j++) {
                    double value = factor * slopes[pair] * squares[dimension][pair];
                    pair++;
                    matrix.unsafe_set(i, j, value);
                    matrix.unsafe_set(j, i, value);
                }
            }
            return matrix;
        }

        /**
         * The sum over all pairs of the derivative by the logarithm of each length scale, times a
         * weight for each element of the covariance matrix.
         *
         * @param weights symmetric
         */
        void addSlopes(DMatrixRMaj weights, double variance, double[] gradient) {
            double[] outer = new double[slopes.length];
            int pair = 0;
            for (int i = 0; i < points; i++) {
                for (int j = 0; j < i; j++) {
                    outer[pair] = weights.unsafe_get(i, j) * slopes[pair];
                    pair++;
                }
            }
            for (int d = 0; d < squares.length; d++) {
                double sum = 0;
                for (int p = 0; p < outer.length; p++) {
                    sum += outer[p] * squares[d][p];
                }
                // both halves of the matrix
                gradient[d] += 2 * -2 * variance * StrictMath.exp(-2 * logScales[d]) * sum;
            }
        }
    }
}
