package etude.tuner.chart;

/**
 * What an axis measures and how it is spaced.
 *
 * @param unit as it follows a number, for example "ms"; empty for counts and fractions
 * @param shortName what stands at the axis, where room is short; hovering says the name
 * @param limits where the axis ends at the latest
 * @param percent whether its values are shares from 0 to 1 that people read in percent; tables and
 *     CSV keep the shares
 */
public record Axis(
        String name,
        String unit,
        AxisScale scale,
        String shortName,
        Limits limits,
        boolean percent) {
    /**
     * The values between which an axis lies. What is beyond keeps its value, and is drawn at the
     * end of the axis with a mark that says so.
     *
     * @param low minus infinity where there is no limit
     * @param high infinity where there is no limit
     */
    public record Limits(double low, double high) {
        /** An axis as long as its values need. */
        public static final Limits NONE =
                new Limits(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        /** Whether a value lies within them. */
        public boolean contain(double value) {
            return value >= low && value <= high;
        }
    }

    /** One that is called by its name, as long as its values need. */
    public Axis(String name, String unit, AxisScale scale) {
        this(name, unit, scale, name, Limits.NONE, false);
    }

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

    /** This axis under a shorter name. */
    public Axis called(String shorter) {
        return new Axis(name, unit, scale, shorter, limits, percent);
    }

    /** This axis, ending at the limits. */
    public Axis within(Limits ends) {
        return new Axis(name, unit, scale, shortName, ends, percent);
    }

    /** This axis of shares, read in percent. */
    public Axis inPercent() {
        return new Axis(name, unit, scale, shortName, limits, true);
    }

    /** The name with its unit, as a column of a table is headed. */
    public String label() {
        return unit.isEmpty() ? name : name + " (" + unit + ")";
    }
}
