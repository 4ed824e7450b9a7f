package etude.tuner.search;

import etude.tuner.sequence.QuasiRandom;
import etude.tuner.surrogate.Prediction;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a model expects of points that follow no results: their share that works, and the best of so
 * many of them.
 *
 * @param feasible the probability that settings work, on average over the space
 * @param costs of points spread evenly over the space, as the model imagines them; infinite where
 *     settings do not work
 */
public record Expectation(double feasible, double[] costs) {
    private static final int POINTS = 2048;

    /** Any number; fixed, so that a report is the same each time. */
    private static final long SEED = 1;

    public static Expectation of(ArmModel model) {
        ArmSpace space = model.space();
        QuasiRandom sequence = new QuasiRandom(SEED, space.dimensions().size());
        SplittableRandom random = new SplittableRandom(SEED);
        double[] costs = new double[POINTS];
        double feasible = 0;
        for (int i = 0; i < POINTS; i++) {
            double[] point = space.masked(space.placed(sequence.point(i)));
            double probability = model.feasible(point);
            feasible += probability / POINTS;
            Prediction value = model.objective().at(point);
            double drawn = value.mean() + value.deviation() * random.nextGaussian();
            costs[i] =
                    random.nextDouble() < probability
                            ? model.warp().cost(drawn)
                            : Double.POSITIVE_INFINITY;
        }
        Arrays.sort(costs);
        return new Expectation(feasible, costs);
    }
}
