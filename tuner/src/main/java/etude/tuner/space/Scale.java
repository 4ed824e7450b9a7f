package etude.tuner.space;

/** How the numbers of a range are spread over the unit interval. */
public enum Scale {
    LINEAR,
    /** Equal ratios have equal shares. */
    LOG,
    /** {@link #LOG} as seen from the largest number, so that those near it are tried most. */
    REVERSE_LOG,
    /** {@link #LOG} of 1 - x, for momentum and its like. */
    ONE_MINUS_LOG;

    /**
     * The number at a coordinate: {@code min} at 0, {@code max} at 1. StrictMath, since the points
     * of a study must be the same bits on every machine.
     */
    double at(double coordinate, double min, double max) {
        if (coordinate <= 0) {
            return min;
        }
        return coordinate >= 1 ? max : Math.min(max, Math.max(min, between(coordinate, min, max)));
    }

    private double between(double u, double min, double max) {
        return switch (this) {
            case LINEAR -> min + u * (max - min);
            case LOG -> ratio(u, min, max);
            case REVERSE_LOG -> max + min - ratio(1 - u, min, max);
            case ONE_MINUS_LOG -> 1 - ratio(1 - u, 1 - max, 1 - min);
        };
    }

    private static double ratio(double u, double min, double max) {
        double low = StrictMath.log(min);
        return StrictMath.exp(low + u * (StrictMath.log(max) - low));
    }
}
