package etude.tuner.chart;

import java.util.List;

/**
 * Things with a place on each of several axes, judged by one value: trials with their
 * hyperparameters and their objective.
 *
 * @param objective the axis of the value
 * @param less whether less of it is better
 * @param cases best first; those that failed last
 */
public record Cases(List<Axis> axes, Axis objective, boolean less, List<Case> cases) {
    public Cases {
        axes = List.copyOf(axes);
        cases = List.copyOf(cases);
        for (Case each : cases) {
            if (each.places().length != axes.size()) {
                throw new IllegalArgumentException(
                        axes.size() + " axes, but " + each.places().length + " places");
            }
        }
    }

    /** What became of a case. */
    public enum Standing {
        BEST,
        MEASURED,
        /** It has no value: red and dashed, or a cross. */
        FAILED
    }

    /**
     * One of them.
     *
     * @param key as of a {@link Point}
     * @param note its name, for whoever hovers it
     * @param places one for each axis; not a number where it has none
     * @param value not a number where it failed
     */
    public record Case(String key, String note, Standing standing, double[] places, double value) {}
}
