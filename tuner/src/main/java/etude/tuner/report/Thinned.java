package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.result.Curve;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Fewer points than there are steps: more than pixels help nobody. What is not finite is left out.
 */
public final class Thinned {
    private static final int MOST_POINTS = 500;

    private Thinned() {}

    /**
     * A value of every step.
     *
     * @param key as of a point
     * @param values index 0 is step 1
     */
    public static Series.Trace trace(String name, Series.Role role, String key, float[] values) {
        int stride = stride(values.length);
        int count = (values.length + stride - 1) / stride;
        DoubleSummaryStatistics[] parts = new DoubleSummaryStatistics[count];
        Arrays.setAll(parts, i -> new DoubleSummaryStatistics());
        for (int i = 0; i < values.length; i++) {
            if (Float.isFinite(values[i])) {
                parts[i / stride].accept(values[i]);
            }
        }
        return new Series.Trace(
                name,
                role,
                key,
                stride,
                known(parts, DoubleSummaryStatistics::getMin),
                known(parts, DoubleSummaryStatistics::getMax),
                known(parts, DoubleSummaryStatistics::getAverage));
    }

    /** What one of their values is, as a sentence. */
    public static String explanation(List<Series> series) {
        int stride =
                series.stream()
                        .filter(Series.Trace.class::isInstance)
                        .mapToInt(trace -> ((Series.Trace) trace).stride())
                        .max()
                        .orElse(1);
        return stride == 1
                ? "Each step is drawn."
                : "Of each %d neighbouring steps the lowest and the highest are drawn, so that no spike is lost."
                        .formatted(stride);
    }

    /** By ratios, as losses fall, unless some are not positive. */
    static Axis axis(String name, List<Series> series) {
        boolean positive =
                series.stream()
                        .filter(Series.Trace.class::isInstance)
                        .flatMapToDouble(trace -> Arrays.stream(((Series.Trace) trace).lowest()))
                        .allMatch(value -> Double.isNaN(value) || value > 0);
        return positive ? Axis.powersOfTen(name, "") : Axis.linear(name, "");
    }

    private static double[] known(
            DoubleSummaryStatistics[] parts, ToDoubleFunction<DoubleSummaryStatistics> value) {
        return Arrays.stream(parts)
                .mapToDouble(part -> part.getCount() > 0 ? value.applyAsDouble(part) : Double.NaN)
                .toArray();
    }

    private static int stride(int values) {
        return Math.max(1, (values + MOST_POINTS - 1) / MOST_POINTS);
    }

    /** The mean of neighbours, at the first of them. */
    static List<Point> mean(double[] x, double[] y) {
        int stride = stride(x.length);
        List<Point> points = new ArrayList<>();
        for (int from = 0; from < x.length; from += stride) {
            double value =
                    Arrays.stream(y, from, Math.min(y.length, from + stride))
                            .filter(Double::isFinite)
                            .average()
                            .orElse(Double.NaN);
            if (Double.isFinite(value)) {
                points.add(Point.of(x[from], value));
            }
        }
        return points;
    }

    /** The mean of a metric over neighbours among the measurements that have it, against step. */
    static List<Point> mean(List<Measurement> measurements, String metric) {
        Curve curve = Curve.of(measurements, metric);
        return mean(LongStream.of(curve.steps()).asDoubleStream().toArray(), curve.values());
    }
}
