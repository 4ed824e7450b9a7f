package etude.tuner.surrogate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * With which probability a point is good, as far as good and bad points tell: a Gaussian process of
 * a latent function whose probit it is, by Laplace's approximation (Rasmussen and Williams 2006,
 * section 3.4): the model of feasibility of Gelbart, Snoek and Adams (2014, arXiv:1403.5607).
 */
public final class Classification {
    /** Predictions cost the square of their number, and what lies far away tells nothing. */
    private static final int MOST_POINTS = 300;

    /** A fit costs the cube of their number, several times. */
    private static final int MOST_FITTED = 120;

    private final Kernel kernel;
    private final List<double[]> points;
    private final double mean;
    private final Latent latent;

    private Classification(Kernel kernel, List<double[]> points, double mean, Latent latent) {
        this.kernel = kernel;
        this.points = points;
        this.mean = mean;
        this.latent = latent;
    }

    /**
     * Fits what the latent function is like.
     *
     * @param good for each point whether it is
     * @param earlier what an earlier fit to some of them found
     */
    public static Beliefs fit(
            List<Dimension> dimensions,
            List<double[]> points,
            List<Boolean> good,
            Optional<Beliefs> earlier) {
        int[] chosen = chosen(good, MOST_FITTED);
        FeasibilityEvidence evidence =
                new FeasibilityEvidence(
                        dimensions,
                        Arrays.stream(chosen).mapToObj(points::get).toList(),
                        Arrays.stream(chosen).mapToObj(good::get).toList());
        double[] found = Fit.minimum(evidence, evidence.priors(), earlier, 3 * chosen.length);
        return Fit.beliefs(found, false, points.size(), false);
    }

    /** What the points tell, with what an earlier fit found. */
    public static Classification of(
            List<Dimension> dimensions,
            Beliefs beliefs,
            List<double[]> points,
            List<Boolean> good) {
        int[] chosen = chosen(good, MOST_POINTS);
        List<double[]> some = Arrays.stream(chosen).mapToObj(points::get).toList();
        List<Boolean> labels = Arrays.stream(chosen).mapToObj(good::get).toList();
        Kernel kernel = beliefs.kernel(dimensions);
        DMatrixRMaj covariances = new DMatrixRMaj(some.size(), some.size());
        for (int i = 0; i < some.size(); i++) {
            double[] row = kernel.withEach(some.get(i), some);
            for (int j = 0; j < row.length; j++) {
                covariances.unsafe_set(i, j, row[j]);
            }
        }
        double mean = mean(labels);
        return new Classification(kernel, some, mean, Latent.of(covariances, labels, mean));
    }

    /** Of the latent function far from all points: the share of good ones there are. */
    static double mean(List<Boolean> good) {
        long count = good.stream().filter(one -> one).count();
        return StandardNormal.quantile((count + 1.0) / (good.size() + 2.0));
    }

    /** At most so many: half of them bad ones if there are so many, evenly among their kind. */
    private static int[] chosen(List<Boolean> good, int most) {
        int[] all = IntStream.range(0, good.size()).toArray();
        if (all.length <= most) {
            return all;
        }
        int[] fine = Arrays.stream(all).filter(good::get).toArray();
        int[] bad = Arrays.stream(all).filter(i -> !good.get(i)).toArray();
        int ofBad = Math.min(bad.length, Math.max(most / 2, most - fine.length));
        return IntStream.concat(evenly(fine, most - ofBad), evenly(bad, ofBad)).sorted().toArray();
    }

    private static IntStream evenly(int[] from, int count) {
        return IntStream.range(0, count).map(i -> from[(int) ((long) i * from.length / count)]);
    }

    /** The probability that a point is good. */
    public double probability(double[] point) {
        return StandardNormal.probability(score(point, new double[point.length]));
    }

    /** The logarithms of the probabilities that points are good. */
    double[] logProbabilities(List<double[]> some) {
        double[] unused = new double[kernel.dimensions().size()];
        return some.stream()
                .mapToDouble(point -> StandardNormal.logProbability(score(point, unused)))
                .toArray();
    }

    /**
     * The logarithm of the probability that a point is good.
     *
     * @param gradient the derivatives by its coordinates are added to
     */
    double logProbability(double[] point, double[] gradient) {
        double[] slope = new double[point.length];
        double score = score(point, slope);
        for (int d = 0; d < slope.length; d++) {
            gradient[d] += StandardNormal.hazard(score) * slope[d];
        }
        return StandardNormal.logProbability(score);
    }

    /** The number whose normal probability it is; fills in its gradient. */
    private double score(double[] point, double[] gradient) {
        double[] covariances = kernel.withEach(point, points);
        double latentMean = mean + Regression.dot(covariances, latent.slopes());
        double[] solved = latent.reduced(covariances);
        double variance = Math.max(0, kernel.variance() - Regression.dot(covariances, solved));
        double spread = Math.sqrt(1 + variance);
        double[] weights = new double[covariances.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] =
                    latent.slopes()[i] / spread
                            + latentMean * solved[i] / (spread * spread * spread);
        }
        kernel.addGradient(point, points, weights, gradient);
        return latentMean / spread;
    }
}
