package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import etude.trainer.files.Json;
import etude.tuner.text.Numbers;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values of hyperparameters: what YAML can say, without places. */
public final class Values {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    static final JsonNode NULL = NODES.nullNode();

    private Values() {}

    static JsonNode of(boolean value) {
        return NODES.booleanNode(value);
    }

    /** The value that was written. */
    public static JsonNode of(ConfigNode node) {
        if (node instanceof Sequence list) {
            ArrayNode array = NODES.arrayNode();
            list.items().forEach(item -> array.add(of(item)));
            return array;
        }
        if (node instanceof Mapping mapping) {
            ObjectNode object = NODES.objectNode();
            mapping.entries().forEach((key, entry) -> object.set(key, of(entry.value())));
            return object;
        }
        Scalar scalar = (Scalar) node;
        return switch (scalar.kind()) {
            case TEXT -> NODES.textNode(scalar.text());
            case BOOLEAN -> NODES.booleanNode(scalar.text().equals("true"));
            case INTEGER -> integer(new BigInteger(scalar.text()));
            case DECIMAL -> NODES.numberNode(Double.parseDouble(scalar.text()));
            case NULL -> NODES.nullNode();
        };
    }

    /**
     * Values by name from the JSON that {@link etude.trainer.files.Json#line} made of them: whole
     * numbers are of one class of nodes here, so that equal values are equal objects.
     *
     * @throws IOException when the text is something else
     */
    public static Map<String, JsonNode> parse(String json) throws IOException {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        Json.parse(json.getBytes(StandardCharsets.UTF_8))
                .properties()
                .forEach(member -> values.put(member.getKey(), canonical(member.getValue())));
        return values;
    }

    private static JsonNode canonical(JsonNode value) {
        if (value.isInt()) {
            return NODES.numberNode(value.asLong());
        }
        if (value.isArray()) {
            ArrayNode array = NODES.arrayNode();
            value.forEach(item -> array.add(canonical(item)));
            return array;
        }
        if (value.isObject()) {
            ObjectNode object = NODES.objectNode();
            value.properties().forEach(m -> object.set(m.getKey(), canonical(m.getValue())));
            return object;
        }
        return value;
    }

    private static JsonNode integer(BigInteger number) {
        return number.bitLength() < Long.SIZE
                ? NODES.numberNode(number.longValueExact())
                : NODES.numberNode(number);
    }

    /** A number as whole, where it is, so that keys for whole numbers take it. */
    static JsonNode number(double number) {
        return (number == Math.rint(number) && Math.abs(number) < 0x1p53)
                ? NODES.numberNode((long) number)
                : NODES.numberNode(number);
    }

    /** Whether both are the same value; 1 and 1.0 are. */
    public static boolean same(JsonNode one, JsonNode other) {
        return (one.isNumber() && other.isNumber())
                ? one.decimalValue().compareTo(other.decimalValue()) == 0
                : one.equals(other);
    }

    /** Whether no two are {@link #same}. */
    static boolean allDiffer(List<JsonNode> values) {
        return values.stream().map(Values::comparable).distinct().count() == values.size();
    }

    private static Object comparable(JsonNode value) {
        return value.isNumber() ? value.decimalValue().stripTrailingZeros() : value;
    }

    /** As a user would write it. */
    public static String text(JsonNode value) {
        return value.isTextual() ? value.asText() : value.toString();
    }

    /** For sentences and tables: numbers with at most four significant digits. */
    public static String shortText(JsonNode value) {
        return value.isNumber() ? Numbers.text(value.asDouble()) : text(value);
    }
}
