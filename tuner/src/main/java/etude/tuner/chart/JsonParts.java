package etude.tuner.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Axes and numbers, as the JSON of every figure has them. */
final class JsonParts {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** More than a plot can show. */
    static final int DIGITS = 6;

    private JsonParts() {}

    /** The beginning of a figure. */
    static ObjectNode head(String kind, Figure figure) {
        return NODES.objectNode()
                .put("kind", kind)
                .put("id", figure.id())
                .put("title", figure.title());
    }

    static ObjectNode axis(Axis axis) {
        ObjectNode json = NODES.objectNode();
        json.put("name", axis.name()).put("unit", axis.unit());
        if (!axis.shortName().equals(axis.name())) {
            json.put("short", axis.shortName());
        }
        if (axis.percent()) {
            json.put("percent", true);
        }
        if (!axis.limits().equals(Axis.Limits.NONE)) {
            json.putArray("limits")
                    .add(number(axis.limits().low(), DIGITS))
                    .add(number(axis.limits().high(), DIGITS));
        }
        if (axis.scale() instanceof AxisScale.Log log) {
            return json.put("scale", "log").put("base", log.base());
        }
        if (axis.scale() instanceof AxisScale.LogBelow below) {
            return json.put("scale", "log-below").set("limit", number(below.limit(), DIGITS));
        }
        if (axis.scale() instanceof AxisScale.Category category) {
            ArrayNode names = json.put("scale", "category").putArray("names");
            category.names().forEach(names::add);
            if (!category.notes().isEmpty()) {
                ArrayNode notes = json.putArray("notes");
                category.notes().forEach(notes::add);
            }
            return json;
        }
        json.put("scale", "linear");
        return ((AxisScale.Linear) axis.scale()).whole() ? json.put("whole", true) : json;
    }

    static ArrayNode numbers(double[] values, int digits) {
        ArrayNode array = NODES.arrayNode(values.length);
        for (double value : values) {
            array.add(number(value, digits));
        }
        return array;
    }

    /** Null where it is not finite, which is a gap. */
    static JsonNode number(double value, int digits) {
        if (!Double.isFinite(value)) {
            return NODES.nullNode();
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return NODES.numberNode((long) value);
        }
        return NODES.numberNode(rounded(value, digits));
    }

    /** Powers of ten up to 22 are exact, and a quotient of exact numbers is the nearest double. */
    private static double rounded(double value, int digits) {
        int shift = digits - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
        if (shift < 0 || shift > 22) {
            return new BigDecimal(value).round(new MathContext(digits)).doubleValue();
        }
        double power = Math.pow(10, shift);
        return Math.rint(value * power) / power;
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
