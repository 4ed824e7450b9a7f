package etude.tuner.surrogate;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * Where the posterior density of a latent function is largest whose probit is the probability that
 * a point is good, with the curvature there: Laplace's approximation (Rasmussen and Williams 2006,
 * algorithm 3.1).
 *
 * @param mode where it is
 * @param objective the logarithm of what is largest there
 * @param inner R = W^1/2 (I + W^1/2 K W^1/2)^-1 W^1/2 = (K + W^-1)^-1
 * @param logRoot half the logarithm of the determinant of I + W^1/2 K W^1/2
 */
record Latent(Place mode, double objective, DMatrixRMaj inner, double logRoot) {
    private static final int MOST_STEPS = 30;
    private static final int HALVINGS = 10;
    private static final double CONVERGED = 1e-10;

    /**
     * Latent values, and the likelihood of the labels there.
     *
     * @param deviations latent values less their mean, by the covariance matrix: a = K^-1 (f - m)
     * @param latent values less their mean
     * @param logLikelihood of the labels
     * @param slopes derivatives of the log likelihood by the latent values
     * @param curvatures W, the negative second derivatives
     * @param thirds third derivatives
     */
    record Place(
            double[] deviations,
            double[] latent,
            double logLikelihood,
            double[] slopes,
            double[] curvatures,
            double[] thirds) {
        static Place at(
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
            return new Place(deviations.clone(), latent, logLikelihood, slopes, curvatures, thirds);
        }

        double objective() {
            return logLikelihood - Regression.dot(deviations, latent) / 2;
        }

        /** I + W^1/2 K W^1/2. */
        DMatrixRMaj matrix(DMatrixRMaj covariances) {
            int n = slopes.length;
            DMatrixRMaj matrix = new DMatrixRMaj(n, n);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    double value =
                            Math.sqrt(curvatures[i] * curvatures[j]) * covariances.unsafe_get(i, j);
                    matrix.unsafe_set(i, j, i == j ? 1 + value : value);
                }
            }
            return matrix;
        }

        /** The deviations after a step of Newton's: b - R K b with b = W (f - m) + slopes. */
        double[] newton(DMatrixRMaj covariances) {
            int n = slopes.length;
            double[] b = new double[n];
            for (int i = 0; i < n; i++) {
                b[i] = curvatures[i] * latent[i] + slopes[i];
            }
            double[] right = product(covariances, b);
            for (int i = 0; i < n; i++) {
                right[i] *= Math.sqrt(curvatures[i]);
            }
            double[] rest = Inverted.solved(matrix(covariances), right);
            for (int i = 0; i < n; i++) {
                b[i] -= Math.sqrt(curvatures[i]) * rest[i];
            }
            return b;
        }
    }

    /**
     * Finds the mode by Newton's method.
     *
     * @param covariances of the latent values
     * @param mean of the latent function
     */
    static Latent of(DMatrixRMaj covariances, List<Boolean> good, double mean) {
        Place place = Place.at(new double[good.size()], covariances, good, mean);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] target = place.newton(covariances);
            Place next = Place.at(target, covariances, good, mean);
            for (int h = 0; h < HALVINGS && next.objective() < place.objective(); h++) {
                for (int i = 0; i < target.length; i++) {
                    target[i] = (target[i] + place.deviations[i]) / 2;
                }
                next = Place.at(target, covariances, good, mean);
            }
            double gained = next.objective() - place.objective();
            if (gained >= 0) {
                place = next;
            }
            if (gained < CONVERGED) {
                break;
            }
        }
        Inverted inverted = Inverted.of(place.matrix(covariances));
        DMatrixRMaj inner = inverted.inverse();
        for (int i = 0; i < good.size(); i++) {
            for (int j = 0; j < good.size(); j++) {
                inner.unsafe_set(
                        i,
                        j,
                        Math.sqrt(place.curvatures[i] * place.curvatures[j])
                                * inner.unsafe_get(i, j));
            }
        }
        return new Latent(place, place.objective(), inner, inverted.logRoot());
    }

    /** The logarithm of the probability of all labels, approximately. */
    double logEvidence() {
        return objective - logRoot;
    }

    double[] slopes() {
        return mode.slopes();
    }

    /** R times covariances: what the points explain of the variance somewhere. */
    double[] reduced(double[] covariances) {
        return product(inner, covariances);
    }

    static double[] product(DMatrixRMaj matrix, double[] vector) {
        DMatrixRMaj product = new DMatrixRMaj(vector.length, 1);
        CommonOps_DDRM.mult(matrix, DMatrixRMaj.wrap(vector.length, 1, vector), product);
        return product.getData();
    }
}
