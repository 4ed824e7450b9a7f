package etude.datasets.augment;

import java.util.SplittableRandom;

/**
 * Draws from the symmetric Beta distribution as a share of two gammas, by the method of Marsaglia
 * and Tsang (2000, "A simple method for generating gamma variables").
 *
 * <p>Gammas of a small alpha are too small for a double, so they are kept as logarithms. {@link
 * StrictMath} gives the same numbers on every machine.
 */
final class BetaSampler {
    private BetaSampler() {}

    /** A number in [0, 1]. */
    static double sample(double alpha, SplittableRandom random) {
        double first = logGamma(alpha, random);
        double second = logGamma(alpha, random);
        return 1 / (1 + StrictMath.exp(second - first));
    }

    /** Logarithm of a Gamma(alpha, 1) variable: one of alpha + 1, times U^(1/alpha) (section 6). */
    private static double logGamma(double alpha, SplittableRandom random) {
        double boost = StrictMath.log(1 - random.nextDouble()) / alpha;
        return StrictMath.log(gammaAboveOne(alpha + 1, random)) + boost;
    }

    private static double gammaAboveOne(double shape, SplittableRandom random) {
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = normal(random);
            double cubeRoot = 1 + c * x;
            double v = cubeRoot * cubeRoot * cubeRoot;
            double u = 1 - random.nextDouble();
            if (v > 0 && StrictMath.log(u) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return d * v;
            }
        }
    }

    /** Box and Muller (1958), one of the pair. */
    private static double normal(SplittableRandom random) {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    }
}
