package etude.trainer.timing;

/**
 * When enough was measured.
 *
 * @param relativeWidth width of the 90 % interval of the median over the median at which to stop
 * @param seconds after which to stop anyway; warming up takes at most half as long again
 * @param leastSteps to measure, however long they take; 0 for as many as the rest asks for
 */
public record TimingRules(double relativeWidth, double seconds, int leastSteps) {
    /** The fewest values with a 90 % interval of the median. */
    static final int LEAST_BLOCKS = 5;

    /** Blocks so slow that even the fewest take this many times the limit are cut short. */
    private static final double PATIENCE = 2;

    public TimingRules {
        if (!(relativeWidth > 0) || !(seconds > 0)) {
            throw new IllegalArgumentException("width and seconds must be above 0");
        }
    }

    /** Seconds after which even the fewest blocks are cut short. */
    double longest() {
        return PATIENCE * seconds;
    }

    /**
     * Whether a limit leaves time for the fewest steps.
     *
     * @param step seconds that one takes
     * @param limit as {@link #seconds}
     */
    public static boolean allows(double step, double limit) {
        return LEAST_BLOCKS * step <= PATIENCE * limit;
    }
}
