package etude.tuner.surrogate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * How well parameters of a latent function explain which points are good: minus the logarithm of
 * Laplace's marginal likelihood and priors, with its gradient (Rasmussen and Williams 2006,
 * algorithm 5.1). Parameters are the logarithms of the length scales and of the variance.
 */
final class FeasibilityEvidence implements BoxMinimizer.Smooth {
    /** A boundary is sharp where the latent function varies much. */
    private static final Prior VARIANCE =
            new Prior(StrictMath.log(4), 1, StrictMath.log(0.1), StrictMath.log(400));

    private final Pairs pairs;
    private final List<Boolean> good;
    private final double mean;
    private final List<Prior> priors;

    FeasibilityEvidence(List<Dimension> dimensions, List<double[]> points, List<Boolean> good) {
        this.good = List.copyOf(good);
        mean = Classification.mean(good);
        pairs = new Pairs(dimensions, points);
        priors = new ArrayList<>();
        dimensions.forEach(d -> priors.add(Prior.lengthScale(dimensions.size())));
        priors.add(VARIANCE);
    }

    List<Prior> priors() {
        return priors;
    }

    @Override
    public double at(double[] logarithms, double[] gradient) {
        int n = good.size();
        int scales = logarithms.length - 1;
        double variance = StrictMath.exp(logarithms[scales]);
        Pairs.Correlations correlations = pairs.with(logarithms);
        DMatrixRMaj covariances = correlations.matrix(variance, variance);
        Latent mode = Latent.of(covariances, good, mean);
        double[] implicit = implicit(mode, covariances);
        double[] a = mode.mode().deviations();
        DMatrixRMaj weights = new DMatrixRMaj(n, n);
        double byVariance = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double weight =
                        (mode.inner().unsafe_get(i, j)
                                        - a[i] * a[j]
                                        - implicit[i] * mode.slopes()[j]
                                        - implicit[j] * mode.slopes()[i])
                                / 2;
                weights.unsafe_set(i, j, weight);
                byVariance += weight * covariances.unsafe_get(i, j);
            }
        }
        Arrays.fill(gradient, 0);
        correlations.addSlopes(weights, variance, gradient);
        gradient[scales] = byVariance;
        double value = -mode.logEvidence();
        for (int p = 0; p < logarithms.length; p++) {
            value += priors.get(p).penalty(logarithms[p]);
            gradient[p] += priors.get(p).slope(logarithms[p]);
        }
        return value;
    }

    /** How the evidence changes with the mode, taken back through what moves the mode. */
    private static double[] implicit(Latent mode, DMatrixRMaj covariances) {
        int n = mode.slopes().length;
        DMatrixRMaj explained = new DMatrixRMaj(n, n);
        CommonOps_DDRM.mult(mode.inner(), covariances, explained);
        double[] byMode = new double[n];
        for (int i = 0; i < n; i++) {
            double variance = covariances.unsafe_get(i, i);
            for (int j = 0; j < n; j++) {
                variance -= covariances.unsafe_get(i, j) * explained.unsafe_get(j, i);
            }
            byMode[i] = variance * mode.mode().thirds()[i] / 2;
        }
        double[] through = Latent.product(mode.inner(), Latent.product(covariances, byMode));
        double[] implicit = new double[n];
        for (int i = 0; i < n; i++) {
            implicit[i] = byMode[i] - through[i];
        }
        return implicit;
    }
}
