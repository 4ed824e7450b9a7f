package etude.tuner.space;

/**
 * How the numbers of a range are spread over the unit interval. StrictMath, since the points of a
 * study must be the same bits on every machine.
 */
public enum Scale {
    LINEAR,
    /** Equal ratios have equal shares. */
    LOG,
    /** {@link #LOG} as seen from the largest number, so that those near it are tried most. */
    REVERSE_LOG,
    /** {@link #LOG} of 1 - x, for momentum and its like. */
    ONE_MINUS_LOG;

    /** The number at a coordinate from 0 to 1: {@code min} at 0, {@code max} at 1. */
    double at(double coordinate, double min, double max) {
        if (coordinate <= 0) {
            return min;
        }
        return coordinate >= 1 ? max : Math.min(max, Math.max(min, extended(coordinate, min, max)));
    }

    /** The number at any coordinate; beyond 0 to 1 the range is continued on its scale. */
    double extended(double u, double min, double max) {
        return switch (this) {
            case LINEAR -> min + u * (max - min);
            case LOG -> ratio(u, min, max);
            case REVERSE_LOG -> max + min - ratio(1 - u, min, max);
            case ONE_MINUS_LOG -> 1 - ratio(1 - u, 1 - max, 1 - min);
        };
    }

    /** The coordinate of a number: the inverse of {@link #extended}. */
    public double coordinate(double x, double min, double max) {
        return switch (this) {
            case LINEAR -> (x - min) / (max - min);
            case LOG -> place(x, min, max);
            case REVERSE_LOG -> 1 - place(max + min - x, min, max);
            case ONE_MINUS_LOG -> 1 - place(1 - x, 1 - max, 1 - min);
        };
    }

    private static double ratio(double u, double min, double max) {
        double low = StrictMath.log(min);
        return StrictMath.exp(low + u * (StrictMath.log(max) - low));
    }

    private static double place(double x, double min, double max) {
        return StrictMath.log(x / min) / StrictMath.log(max / min);
    }
}
