package etude.tuner.chart;

import java.util.Optional;

/**
 * One value at one position.
 *
 * @param interval drawn as a whisker through the point
 * @param note shown when the point is hovered; may be empty
 * @param key what the point stands for, for example a trial: points of one key are selected
 *     together in every chart; may be empty
 */
public record Point(double x, double y, Optional<Interval> interval, String note, String key) {
    /**
     * The ends of an interval around a value.
     *
     * @param low at most {@code high}
     */
    public record Interval(double low, double high) {}

    /** A bare point. */
    public static Point of(double x, double y) {
        return new Point(x, y, Optional.empty(), "", "");
    }

    /** This point with a whisker. */
    public Point between(double low, double high) {
        return new Point(x, y, Optional.of(new Interval(low, high)), note, key);
    }

    /** This point with words for whoever hovers it. */
    public Point noted(String text) {
        return new Point(x, y, interval, text, key);
    }

    /** This point as a part of what the key names. */
    public Point keyed(String name) {
        return new Point(x, y, interval, note, name);
    }
}
