package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.result.Curve;
import etude.tuner.chart.Point;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Fewer points than there are steps: more than pixels help nobody. What is not finite is left out.
 */
final class Thinned {
    private static final int MOST_POINTS = 500;

    private Thinned() {}

    /** The largest of neighbours, at the first of them. */
    static List<Point> largest(double[] x, double[] y) {
        return merged(x, y, neighbours -> neighbours.max().orElse(Double.NaN));
    }

    /**
     * The largest of neighbours where it is positive, as a logarithmic axis needs it.
     *
     * @param values index 0 is step 1
     */
    static List<Point> largestPositive(float[] values) {
        double[] steps = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
        double[] doubles = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
        return largest(steps, doubles).stream().filter(point -> point.y() > 0).toList();
    }

    /** The mean of neighbours, at the first of them. */
    static List<Point> mean(double[] x, double[] y) {
        return merged(x, y, neighbours -> neighbours.average().orElse(Double.NaN));
    }

    /** The mean of a metric over neighbours among the measurements that have it, against step. */
    static List<Point> mean(List<Measurement> measurements, String metric) {
        Curve curve = Curve.of(measurements, metric);
        return mean(LongStream.of(curve.steps()).asDoubleStream().toArray(), curve.values());
    }

    private static List<Point> merged(
            double[] x, double[] y, ToDoubleFunction<DoubleStream> merge) {
        int stride = Math.max(1, (x.length + MOST_POINTS - 1) / MOST_POINTS);
        List<Point> points = new ArrayList<>();
        for (int from = 0; from < x.length; from += stride) {
            DoubleStream neighbours =
                    Arrays.stream(y, from, Math.min(y.length, from + stride))
                            .filter(Double::isFinite);
            double value = merge.applyAsDouble(neighbours);
            if (Double.isFinite(value)) {
                points.add(Point.of(x[from], value));
            }
        }
        return points;
    }
}
