package etude.tuner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * How well parameters of a Gaussian process explain values: minus the logarithm of marginal
 * likelihood and priors, with its gradient (Rasmussen and Williams 2006, equations 2.30 and 5.9).
 * Parameters are the logarithms of the length scales, of the variance and of the noise; the mean is
 * the best one for them, about 0 with deviation 1.
 */
final class Evidence implements BoxMinimizer.Smooth {
    private final Pairs pairs;
    private final double[] values;
    private final List<Prior> priors;

    /**
     * @param values standardized, one for each point
     */
    Evidence(List<Dimension> dimensions, List<double[]> points, double[] values) {
        this.values = values.clone();
        pairs = new Pairs(dimensions, points);
        priors = new ArrayList<>();
        dimensions.forEach(d -> priors.add(Prior.lengthScale(dimensions.size())));
        priors.add(Prior.variance());
        priors.add(Prior.noise());
    }

    List<Prior> priors() {
        return priors;
    }

    @Override
    public double at(double[] logarithms, double[] gradient) {
        int scales = logarithms.length - 2;
        double variance = StrictMath.exp(logarithms[scales]);
        double noise = StrictMath.exp(logarithms[scales + 1]);
        Pairs.Correlations correlations = pairs.with(logarithms);
        Solved solved = solve(correlations, variance, noise);
        double[] weights = solved.weights;
        double value = solved.value();
        DMatrixRMaj outer = solved.inverse;
        double trace = 0;
        double squares = 0;
        int n = values.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                outer.unsafe_set(i, j, (outer.unsafe_get(i, j) - weights[i] * weights[j]) / 2);
            }
            trace += outer.unsafe_get(i, i);
            squares += weights[i] * (values[i] - solved.mean);
        }
        Arrays.fill(gradient, 0);
        correlations.addSlopes(outer, variance, gradient);
        // The derivative by the logarithm of the variance is K less the noise, of which K^-1 K and
        // weights K weights are known.
        gradient[scales] = (n - squares) / 2 - noise * trace;
        gradient[scales + 1] = noise * trace;
        for (int p = 0; p < logarithms.length; p++) {
            value += priors.get(p).penalty(logarithms[p]);
            gradient[p] += priors.get(p).slope(logarithms[p]);
        }
        return value;
    }

    /**
     * How well the values of single points are predicted from all others: the mean logarithm of
     * their densities (Rasmussen and Williams 2006, equation 5.10).
     */
    double leaveOneOut(double[] logarithms) {
        int scales = logarithms.length - 2;
        Solved solved =
                solve(
                        pairs.with(logarithms),
                        StrictMath.exp(logarithms[scales]),
                        StrictMath.exp(logarithms[scales + 1]));
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double precision = solved.inverse.unsafe_get(i, i);
            double residual = solved.weights[i] / Math.sqrt(precision);
            sum += StandardNormal.logDensity(residual) + StrictMath.log(precision) / 2;
        }
        return sum / values.length;
    }

    /** What {@link #leaveOneOut} would be of a normal distribution that knows no points. */
    double leaveOneOutOfConstant() {
        double n = values.length;
        double sum = Arrays.stream(values).sum();
        double squares = Arrays.stream(values).map(v -> v * v).sum();
        double density = 0;
        for (double value : values) {
            double mean = (sum - value) / (n - 1);
            double variance = (squares - value * value) / (n - 1) - mean * mean;
            double deviation = Math.sqrt(Math.max(variance, 1e-12) * n / (n - 1));
            density +=
                    StandardNormal.logDensity((value - mean) / deviation)
                            - StrictMath.log(deviation);
        }
        return density / n;
    }

    /** K^-1 and what follows from it. */
    private record Solved(
            DMatrixRMaj inverse, double[] weights, double mean, double logRoot, double misfit) {
        double value() {
            return misfit / 2
                    + logRoot
                    + mean * mean / 2
                    - weights.length * StandardNormal.logDensity(0);
        }
    }

    private Solved solve(Pairs.Correlations correlations, double variance, double noise) {
        int n = values.length;
        DMatrixRMaj matrix = correlations.matrix(variance, variance * (1 + Factor.JITTER) + noise);
        Inverted inverted = Inverted.of(matrix);
        DMatrixRMaj inverse = inverted.inverse();
        DMatrixRMaj ones = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.fill(ones, 1);
        DMatrixRMaj column = DMatrixRMaj.wrap(n, 1, values);
        double mean =
                Regression.mean(quadratic(ones, inverse, column), quadratic(ones, inverse, ones));
        DMatrixRMaj centered = column.copy();
        CommonOps_DDRM.add(centered, -mean);
        DMatrixRMaj weights = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.mult(inverse, centered, weights);
        return new Solved(
                inverse,
                weights.getData(),
                mean,
                inverted.logRoot(),
                CommonOps_DDRM.dot(centered, weights));
    }

    private static double quadratic(DMatrixRMaj left, DMatrixRMaj matrix, DMatrixRMaj right) {
        DMatrixRMaj product = new DMatrixRMaj(matrix.getNumRows(), 1);
        CommonOps_DDRM.mult(matrix, right, product);
        return CommonOps_DDRM.dot(left, product);
    }
}
