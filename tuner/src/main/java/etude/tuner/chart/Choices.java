package etude.tuner.chart;

import java.util.List;

/**
 * What the reader of a chart may choose about it.
 *
 * @param smoothing an exponential moving average of its lines, with what was measured faint behind
 * @param scale whether its vertical axis is even or logarithmic
 * @param clocks how long things took, so that time may stand below the curves instead of steps;
 *     none where that is not known
 */
public record Choices(boolean smoothing, boolean scale, List<Clock> clocks) {
    /** Nothing. */
    public static final Choices NONE = new Choices(false, false, List.of());

    public Choices {
        clocks = List.copyOf(clocks);
    }

    /** Only whether steps or time stand below. */
    public static Choices time(List<Clock> clocks) {
        return new Choices(false, false, clocks);
    }

    /**
     * How many minutes something had taken after some of its steps; between those, steps took
     * equally long.
     *
     * @param key as of a {@link Point}; empty where there is only one thing
     */
    public record Clock(String key, double[] steps, double[] minutes) {
        public Clock {
            if (steps.length != minutes.length || steps.length < 2) {
                throw new IllegalArgumentException(
                        "a clock has as many steps as minutes, and at least two, not %d and %d"
                                .formatted(steps.length, minutes.length));
            }
        }
    }
}
