package etude.tuner.chart;

/** Numbers as the cells of a CSV file. */
final class Cells {
    private Cells() {}

    /** A place on an axis: the name of a category, or the number; empty for none. */
    static String place(AxisScale scale, double x) {
        if (scale instanceof AxisScale.Category category && !Double.isNaN(x)) {
            return category.names().get((int) x);
        }
        return known(x);
    }

    /** Empty for what is not a number. */
    static String known(double value) {
        return Double.isNaN(value) ? "" : number(value);
    }

    /** Whole numbers without a fraction, others as Java reads them back; not finite: NaN. */
    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
