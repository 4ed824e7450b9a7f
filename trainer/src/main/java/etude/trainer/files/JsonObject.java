package etude.trainer.files;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The members of a JSON object, by name and kind. A member that is missing or of another kind is an
 * error that names it; one that may be missing is asked for as such.
 */
public record JsonObject(JsonNode json) {
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    public boolean has(String name) {
        return json.has(name);
    }

    public String text(String name) throws IOException {
        return member(name, json.path(name).isTextual(), "a text").asText();
    }

    public Optional<String> optionalText(String name) throws IOException {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    public List<String> texts(String name) throws IOException {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : member(name, json.path(name).isArray(), "a list of texts")) {
            require(item.isTextual(), name, "a list of texts");
            texts.add(item.asText());
        }
        return texts;
    }

    /** A list, whatever is in it. */
    public JsonNode list(String name) throws IOException {
        return member(name, json.path(name).isArray(), "a list");
    }

    public Map<String, String> textsByName(String name) throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonObject object = object(name);
        for (Map.Entry<String, JsonNode> member : object.json.properties()) {
            texts.put(member.getKey(), object.text(member.getKey()));
        }
        return texts;
    }

    public long whole(String name) throws IOException {
        return member(name, json.path(name).canConvertToLong(), "a whole number").asLong();
    }

    public OptionalLong optionalWhole(String name) throws IOException {
        return has(name) ? OptionalLong.of(whole(name)) : OptionalLong.empty();
    }

    public int count(String name) throws IOException {
        return member(name, json.path(name).canConvertToInt(), "a count").asInt();
    }

    public OptionalInt optionalCount(String name) throws IOException {
        return has(name) ? OptionalInt.of(count(name)) : OptionalInt.empty();
    }

    /** A number, which may be one that is not finite. */
    public double number(String name) throws IOException {
        JsonNode member = json.path(name);
        boolean number = member.isNumber() || NOT_FINITE.contains(member.asText());
        return member(name, number, "a number").isNumber()
                ? member.asDouble()
                : Double.parseDouble(member.asText());
    }

    public OptionalDouble optionalNumber(String name) throws IOException {
        return has(name) ? OptionalDouble.of(number(name)) : OptionalDouble.empty();
    }

    /** Numbers by name, in their order. */
    public Map<String, Double> numbers(String name) throws IOException {
        return Json.numbers(object(name).json);
    }

    public boolean truth(String name) throws IOException {
        return member(name, json.path(name).isBoolean(), "true or false").asBoolean();
    }

    public JsonObject object(String name) throws IOException {
        return new JsonObject(member(name, json.path(name).isObject(), "an object"));
    }

    /** What is made of an object that may be missing. */
    public <T> Optional<T> optional(String name, Json.Parser<T> parser) throws IOException {
        return has(name) ? Optional.of(parser.parse(object(name))) : Optional.empty();
    }

    private JsonNode member(String name, boolean right, String kind) throws IOException {
        require(right, name, kind);
        return json.path(name);
    }

    private void require(boolean right, String name, String kind) throws IOException {
        if (!right) {
            throw new IOException(
                    "%s that %s"
                            .formatted(name, has(name) ? "is not " + kind : "is missing: " + kind));
        }
    }
}
