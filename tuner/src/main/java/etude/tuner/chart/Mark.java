package etude.tuner.chart;

/**
 * A dashed line across the whole plot at one value, with words beside it.
 *
 * @param axis the axis whose value it is: X gives a vertical line
 */
public record Mark(Side axis, double at, String label) {
    /** Which axis a value belongs to. */
    public enum Side {
        X,
        Y
    }

    /** A vertical line. */
    public static Mark x(double at, String label) {
        return new Mark(Side.X, at, label);
    }

    /** A horizontal line. */
    public static Mark y(double at, String label) {
        return new Mark(Side.Y, at, label);
    }
}
