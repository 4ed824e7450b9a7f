package etude.tuner.probe;

/**
 * What a larger batch gained per doubling of its size, in throughput or in steps that it saved: 2
 * is perfect scaling, 1 is none.
 *
 * @param from the smaller batch size
 * @param to the larger batch size
 * @param ratio the gain per doubling
 * @param low least gain that the measurements allow
 * @param high largest gain that the measurements allow
 */
public record Scaling(int from, int to, double ratio, double low, double high) {
    /** A doubling that gains this or more is nearly perfect. */
    public static final double PERFECT = 1.8;

    /** Half of what perfect scaling would gain. */
    static final double HALF = 1.5;

    /** A doubling that gains less than this gains nothing. */
    public static final double NONE = 1.1;

    /**
     * Between two sizes, any number of doublings apart.
     *
     * @param gain of all these doublings together, as are {@code low} and {@code high}
     */
    public static Scaling between(int from, int to, double gain, double low, double high) {
        double doublings = Math.log((double) to / from) / Math.log(2);
        return new Scaling(
                from,
                to,
                perDoubling(gain, doublings),
                perDoubling(low, doublings),
                perDoubling(high, doublings));
    }

    private static double perDoubling(double gain, double doublings) {
        return Math.pow(gain, 1 / doublings);
    }

    /** Whether the gain is nearly that of perfect scaling. */
    public boolean perfect() {
        return ratio >= PERFECT;
    }

    /** Whether the measurements cannot tell if this is perfect scaling. */
    public boolean uncertain() {
        return low < PERFECT && high >= PERFECT;
    }
}
