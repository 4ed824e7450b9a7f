package etude.tuner.chart;

import static etude.tuner.chart.JsonParts.DIGITS;
import static etude.tuner.chart.JsonParts.NODES;
import static etude.tuner.chart.JsonParts.lower;
import static etude.tuner.chart.JsonParts.numbers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Each kind of series, as {@link ChartJson} has it. */
final class SeriesJson {
    /** A page may hold some hundred thousand values of curves. */
    private static final int CURVE_DIGITS = 5;

    /** There are three values for each of some hundred places, and all are of noise. */
    private static final int TRACE_DIGITS = 4;

    private SeriesJson() {}

    static ObjectNode of(Series series) {
        ObjectNode json =
                NODES.objectNode()
                        .put("kind", series.kind())
                        .put("name", series.name())
                        .put("role", lower(series.role()));
        ArrayNode data = json.putArray("data");
        if (series instanceof Series.OfPoints points) {
            Optional<String> key = sharedKey(points);
            key.ifPresent(name -> json.put("key", name));
            addPoints(
                    data,
                    key.isEmpty()
                            ? points.points()
                            : points.points().stream().map(p -> p.keyed("")).toList());
        } else if (series instanceof Series.Failed failed) {
            addPoints(data, failed.failures().stream().map(Series.Failure::point).toList());
        } else if (series instanceof Series.Box box) {
            addBoxes(data, box.boxes());
        } else if (series instanceof Series.Trace trace) {
            json.put("stride", trace.stride()).put("key", trace.key());
            data.add(numbers(trace.mean(), TRACE_DIGITS));
            if (trace.stride() > 1) {
                data.add(numbers(trace.lowest(), TRACE_DIGITS));
                data.add(numbers(trace.highest(), TRACE_DIGITS));
            }
        } else {
            addCurves(data, ((Series.Curves) series).curves());
        }
        return json;
    }

    /** Of a line whose points all stand for the same thing: the key is said once. */
    private static Optional<String> sharedKey(Series.OfPoints series) {
        List<String> keys = series.points().stream().map(Point::key).distinct().toList();
        return series instanceof Series.Line && keys.size() == 1 && !keys.get(0).isEmpty()
                ? Optional.of(keys.get(0))
                : Optional.empty();
    }

    /** Each point is [x, y, low, high, note, key], cut after the last that says something. */
    private static void addPoints(ArrayNode data, List<Point> points) {
        for (Point point : points) {
            ArrayNode entry = data.addArray().add(number(point.x())).add(number(point.y()));
            boolean words = !point.note().isEmpty() || !point.key().isEmpty();
            if (point.interval().isPresent() || words) {
                entry.add(number(point.interval().map(Point.Interval::low).orElse(Double.NaN)));
                entry.add(number(point.interval().map(Point.Interval::high).orElse(Double.NaN)));
            }
            if (words) {
                entry.add(point.note()).add(point.key());
            }
        }
    }

    private static void addBoxes(ArrayNode data, List<Series.Quantiles> boxes) {
        for (Series.Quantiles each : boxes) {
            double[] values = {
                each.x(),
                each.low(),
                each.lowerQuartile(),
                each.median(),
                each.upperQuartile(),
                each.high()
            };
            data.add(numbers(values, DIGITS));
        }
    }

    /** Each curve is [key, x, y]; x is the index of the first curve with the same. */
    private static void addCurves(ArrayNode data, List<Series.Curve> curves) {
        Map<List<Double>, Integer> first = new HashMap<>();
        for (Series.Curve curve : curves) {
            int index = data.size();
            int same = first.computeIfAbsent(Arrays.stream(curve.x()).boxed().toList(), x -> index);
            data.addArray()
                    .add(curve.key())
                    .add(same < index ? NODES.numberNode(same) : numbers(curve.x(), DIGITS))
                    .add(numbers(curve.y(), CURVE_DIGITS));
        }
    }

    private static JsonNode number(double value) {
        return JsonParts.number(value, DIGITS);
    }
}
