package etude.tuner.chart;

/**
 * What an axis measures and how it is spaced.
 *
 * @param unit as it follows a number, for example "ms"; empty for counts and fractions
 */
public record Axis(String name, String unit, AxisScale scale) {
    /** Evenly spaced, with a chosen range that need not include zero. */
    public static Axis linear(String name, String unit) {
        return new Axis(name, unit, new AxisScale.Linear(false));
    }

    /** Evenly spaced with ticks at whole numbers: counts, layers. */
    public static Axis whole(String name, String unit) {
        return new Axis(name, unit, new AxisScale.Linear(true));
    }

    /** Logarithmic with ticks at powers of two: batch sizes, widths. */
    public static Axis powersOfTwo(String name, String unit) {
        return new Axis(name, unit, new AxisScale.Log(2));
    }

    /** Logarithmic with ticks at powers of ten, and at 2 and 5 times those where there is room. */
    public static Axis powersOfTen(String name, String unit) {
        return new Axis(name, unit, new AxisScale.Log(10));
    }

    /** The name with its unit, as a column of a table is headed. */
    public String label() {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }
}
