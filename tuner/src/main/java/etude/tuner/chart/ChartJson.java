package etude.tuner.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The compact JSON that the page's script draws from; {@code options.js} reads it and documents no
 * more than this class. Numbers carry six significant digits, more than a plot can show; what is
 * not finite becomes null, which is a gap.
 */
public final class ChartJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int DIGITS = 6;

    private ChartJson() {}

    /** The whole chart. */
    public static JsonNode of(Chart chart) {
        ObjectNode json = NODES.objectNode();
        json.put("id", chart.id());
        json.put("title", chart.title());
        json.set("x", axis(chart.x()));
        json.set("y", axis(chart.y()));
        ArrayNode series = json.putArray("series");
        chart.series().forEach(each -> series.add(series(each)));
        ArrayNode marks = json.putArray("marks");
        for (Mark mark : chart.marks()) {
            ObjectNode entry = marks.addObject();
            entry.put("axis", lower(mark.axis())).set("at", number(mark.at()));
            entry.put("label", mark.label());
        }
        return json;
    }

    private static ObjectNode axis(Axis axis) {
        ObjectNode json = NODES.objectNode();
        json.put("name", axis.name()).put("unit", axis.unit());
        if (axis.scale() instanceof Scale.Log log) {
            json.put("scale", "log").put("base", log.base());
        } else if (axis.scale() instanceof Scale.Category category) {
            ArrayNode names = json.put("scale", "category").putArray("names");
            category.names().forEach(names::add);
        } else {
            json.put("scale", "linear");
        }
        return json;
    }

    private static ObjectNode series(Series series) {
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
        failed.failures()
                .forEach(
                        each ->
                                data.addArray()
                                        .add(number(each.x()))
                                        .add(each.reason())
                                        .add(each.key()));
        return json;
    }

    private static ObjectNode boxes(Series.Box box) {
        ObjectNode json = head("box", box.name(), Series.Role.DATA);
        ArrayNode data = json.putArray("data");
        for (Series.Quantiles each : box.boxes()) {
            data.add(
                    numbers(
                            each.x(),
                            each.low(),
                            each.lowerQuartile(),
                            each.median(),
                            each.upperQuartile(),
                            each.high()));
        }
        return json;
    }

    /** Each curve is [key, x, y]; x is null where it is the same as of the curve before. */
    private static ObjectNode curves(Series.Curves curves) {
        ObjectNode json = head("curves", curves.name(), curves.role());
        ArrayNode data = json.putArray("data");
        double[] previous = {};
        for (Series.Curve curve : curves.curves()) {
            boolean same = Arrays.equals(previous, curve.x());
            data.addArray()
                    .add(curve.key())
                    .add(same ? NODES.nullNode() : numbers(curve.x()))
                    .add(numbers(curve.y()));
            previous = curve.x();
        }
        return json;
    }

    private static ArrayNode numbers(double... values) {
        ArrayNode array = NODES.arrayNode(values.length);
        for (double value : values) {
            array.add(number(value));
        }
        return array;
    }

    private static JsonNode number(double value) {
        if (!Double.isFinite(value)) {
            return NODES.nullNode();
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return NODES.numberNode((long) value);
        }
        return NODES.numberNode(rounded(value));
    }

    /** Powers of ten up to 22 are exact, and a quotient of exact numbers is the nearest double. */
    private static double rounded(double value) {
        int shift = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
        if (shift < 0 || shift > 22) {
            return new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
        }
        double power = Math.pow(10, shift);
        return Math.rint(value * power) / power;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
