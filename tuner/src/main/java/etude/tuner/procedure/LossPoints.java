package etude.tuner.procedure;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The training loss of every step of a run, as a plot with a logarithmic axis of steps has room.
 */
final class LossPoints {
    /** More than pixels help nobody. */
    private static final int PER_DECADE = 200;

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

    /** By ratios, as losses fall, unless some are not positive. */
    static Axis axis(List<Series> series) {
        boolean positive =
                series.stream()
                        .filter(Series.OfPoints.class::isInstance)
                        .flatMap(one -> ((Series.OfPoints) one).points().stream())
                        .allMatch(point -> point.y() > 0);
        return positive ? Axis.powersOfTen("train/loss", "") : Axis.linear("train/loss", "");
    }
}
