package etude.tuner.surrogate;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Where the posterior density of a latent function is largest whose probit is the probability that
 * a point is good, with the curvature there: Laplace's approximation (Rasmussen and Williams 2006,
 * algorithm 3.1).
 *
 * @param deviations latent values less their mean, by the covariance matrix: a = K^-1 (f - m)
 * @param logLikelihood of the labels
 * @param slopes derivatives of the log likelihood by the latent values
 * @param curvatures W, the negative second derivatives
 * @param thirds third derivatives
 * @param inner R = W^1/2 (I + W^1/2 K W^1/2)^-1 W^1/2 = (K + W^-1)^-1
 * @param logRoot half the logarithm of the determinant of I + W^1/2 K W^1/2
 */
record Latent(
        double[] deviations,
        double logLikelihood,
        double[] slopes,
        double[] curvatures,
        double[] thirds,
        DMatrixRMaj inner,
        double logRoot) {
    private static final int MOST_STEPS = 30;
    private static final int HALVINGS = 10;
    private static final double CONVERGED = 1e-10;

    /** The logarithm of the probability of all labels, approximately. */
    double logEvidence(DMatrixRMaj covariances) {
        return objective(covariances) - logRoot;
    }

    /** What is largest at the mode. */
    private double objective(DMatrixRMaj covariances) {
        return logLikelihood - Regression.dot(deviations, product(covariances, deviations)) / 2;
    }

    /** R times covariances: what the points explain of the variance somewhere. */
    double[] reduced(double[] covariances) {
        return product(inner, covariances);
    }

    /**
     * Finds the mode by Newton's method.
     *
     * @param covariances of the latent values
     * @param mean of the latent function
     */
    static Latent of(DMatrixRMaj covariances, List<Boolean> good, double mean) {
        double[] deviations = new double[good.size()];
        Latent mode = at(deviations, covariances, good, mean);
        for (int step = 0; step < MOST_STEPS; step++) {
            double before = mode.objective(covariances);
            double[] target = mode.newton(covariances);
            Latent next = at(target, covariances, good, mean);
            for (int h = 0; h < HALVINGS && next.objective(covariances) < before; h++) {
                for (int i = 0; i < target.length; i++) {
                    target[i] = (target[i] + mode.deviations[i]) / 2;
                }
                next = at(target, covariances, good, mean);
            }
            double gained = next.objective(covariances) - before;
            if (gained < 0) {
                break;
            }
            mode = next;
            if (gained < CONVERGED) {
                break;
            }
        }
        return mode;
    }

    /** The deviations after one step: b - R K b with b = W (f - m) + slopes. */
    private double[] newton(DMatrixRMaj covariances) {
        double[] latent = product(covariances, deviations);
        double[] b = new double[latent.length];
        for (int i = 0; i < b.length; i++) {
            b[i] = curvatures[i] * latent[i] + slopes[i];
        }
        double[] rest = product(inner, product(covariances, b));
        for (int i = 0; i < b.length; i++) {
            b[i] -= rest[i];
        }
        return b;
    }

    private static Latent at(
            double[] deviations, DMatrixRMaj covariances, List<Boolean> good, double mean) {
        int n = good.size();
        double[] latent = product(covariances, deviations);
        double[] slopes = new double[n];
        double[] curvatures = new double[n];
        double[] thirds = new double[n];
        double logLikelihood = 0;
        for (int i = 0; i < n; i++) {
            double sign = good.get(i) ? 1 : -1;
            double z = sign * (mean + latent[i]);
            double hazard = StandardNormal.hazard(z);
            logLikelihood += StandardNormal.logProbability(z);
            slopes[i] = sign * hazard;
            curvatures[i] = hazard * (z + hazard);
            thirds[i] = sign * hazard * ((z + hazard) * (z + 2 * hazard) - 1);
        }
        DMatrixRMaj inner = new DMatrixRMaj(n, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inner.unsafe_set(
                        i,
                        j,
                        Math.sqrt(curvatures[i])
                                        * covariances.unsafe_get(i, j)
                                        * Math.sqrt(curvatures[j])
                                + (i == j ? 1 : 0));
            }
        }
        Inverted inverted = Inverted.of(inner);
        DMatrixRMaj inverse = inverted.inverse();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                inverse.unsafe_set(
                        i,
                        j,
                        Math.sqrt(curvatures[i])
                                * inverse.unsafe_get(i, j)
                                * Math.sqrt(curvatures[j]));
            }
        }
        return new Latent(
                deviations.clone(),
                logLikelihood,
                slopes,
                curvatures,
                thirds,
                inverse,
                inverted.logRoot());
    }

    static double[] product(DMatrixRMaj matrix, double[] vector) {
        DMatrixRMaj product = new DMatrixRMaj(vector.length, 1);
        CommonOps_DDRM.mult(matrix, DMatrixRMaj.wrap(vector.length, 1, vector), product);
        return product.getData();
    }
}
