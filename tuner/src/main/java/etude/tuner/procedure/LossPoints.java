package etude.tuner.procedure;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The training loss of every step of a run, as a plot with a logarithmic axis of steps has room.
 */
final class LossPoints {
    /** More than pixels help nobody. */
    private static final int PER_DECADE = 200;

    /** Times the first loss: what is higher is drawn at the end of the axis. */
    private static final double FARTHEST = 10;

    private LossPoints() {}

    /**
     * Of steps that share a pixel the highest loss, so that no spike is lost; empty where nothing
     * is finite.
     */
    static Optional<List<Point>> of(RateCourse course) {
        float[] losses = course.trial().steps().losses();
        List<Point> points = new ArrayList<>();
        long pixel = -1;
        for (int i = 0; i < losses.length; i++) {
            if (!Float.isFinite(losses[i])) {
                continue;
            }
            Point point = Point.of(i + 1.0, losses[i]);
            long here = (long) (PER_DECADE * Math.log10(i + 1.0));
            if (here != pixel) {
                points.add(point);
            } else if (point.y() > points.get(points.size() - 1).y()) {
                points.set(points.size() - 1, point);
            }
            pixel = here;
        }
        return points.isEmpty() ? Optional.empty() : Optional.of(points);
    }

    /**
     * By ratios, as losses fall, unless some are not positive; up to ten times where the first of
     * them begin, so that a divergence leaves room for the rest.
     */
    static Axis axis(String name, List<Series> series) {
        List<double[]> values = series.stream().map(LossPoints::values).toList();
        boolean positive =
                values.stream()
                        .flatMapToDouble(Arrays::stream)
                        .allMatch(value -> Double.isNaN(value) || value > 0);
        double start =
                values.stream()
                        .filter(one -> one.length > 0)
                        .mapToDouble(one -> one[0])
                        .filter(Double::isFinite)
                        .max()
                        .orElse(Double.POSITIVE_INFINITY);
        Axis axis = positive ? Axis.powersOfTen(name, "") : Axis.linear(name, "");
        return start > 0
                ? axis.within(new Axis.Limits(Double.NEGATIVE_INFINITY, FARTHEST * start))
                : axis;
    }

    private static double[] values(Series series) {
        if (series instanceof Series.Trace trace) {
            return trace.lowest();
        }
        return series instanceof Series.OfPoints points
                ? points.points().stream().mapToDouble(Point::y).toArray()
                : new double[0];
    }
}
