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

/** Each kind of series, as {@link ChartJson} has it. */
final class SeriesJson {
    /** A page may hold some hundred thousand values of curves. */
    private static final int CURVE_DIGITS = 5;

    private SeriesJson() {}

    static ObjectNode of(Series series) {
        if (series instanceof Series.Line line) {
            return points("line", line.name(), line.role(), line.points());
        }
        if (series instanceof Series.Scatter scatter) {
            return points("scatter", scatter.name(), scatter.role(), scatter.points());
        }
        if (series instanceof Series.Bar bar) {
            return points("bar", bar.name(), Series.Role.DATA, bar.points());
        }
        if (series instanceof Series.Failed failed) {
            return failed(failed);
        }
        if (series instanceof Series.Box box) {
            return boxes(box);
        }
        return curves((Series.Curves) series);
    }

    private static ObjectNode head(String kind, String name, Series.Role role) {
        return NODES.objectNode().put("kind", kind).put("name", name).put("role", lower(role));
    }

    /** Each point is [x, y, low, high, note, key], cut after the last that says something. */
    private static ObjectNode points(
            String kind, String name, Series.Role role, List<Point> points) {
        ObjectNode json = head(kind, name, role);
        ArrayNode data = json.putArray("data");
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
        return json;
    }

    private static ObjectNode failed(Series.Failed failed) {
        ObjectNode json = head("failed", failed.name(), Series.Role.DATA);
        ArrayNode data = json.putArray("data");
        for (Series.Failure each : failed.failures()) {
            data.addArray().add(number(each.x())).add(each.reason()).add(each.key());
        }
        return json;
    }

    private static ObjectNode boxes(Series.Box box) {
        ObjectNode json = head("box", box.name(), Series.Role.DATA);
        ArrayNode data = json.putArray("data");
        for (Series.Quantiles each : box.boxes()) {
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
        return json;
    }

    /** Each curve is [key, x, y]; x is the index of the first curve with the same. */
    private static ObjectNode curves(Series.Curves curves) {
        ObjectNode json = head("curves", curves.name(), curves.role());
        ArrayNode data = json.putArray("data");
        Map<List<Double>, Integer> first = new HashMap<>();
        for (Series.Curve curve : curves.curves()) {
            int index = data.size();
            int same = first.computeIfAbsent(Arrays.stream(curve.x()).boxed().toList(), x -> index);
            data.addArray()
                    .add(curve.key())
                    .add(same < index ? NODES.numberNode(same) : numbers(curve.x(), DIGITS))
                    .add(numbers(curve.y(), CURVE_DIGITS));
        }
        return json;
    }

    private static JsonNode number(double value) {
        return JsonParts.number(value, DIGITS);
    }
}
