package etude.trainer.files;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The JSON of run directories. JSON has no NaN, so numbers that are not finite are the strings
 * {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}; every reader here takes them back.
 * Components of records are named in snake case.
 */
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .build();
    private static final ObjectReader RECORDS =
            MAPPER.reader()
                    .with(
                            DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                            DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    private static final ObjectWriter COMPACT =
            MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /** Makes something of an object. */
    @FunctionalInterface
    public interface Parser<T> {
        T parse(JsonObject object) throws IOException;
    }

    /**
     * What a file of one object says; empty where there is no such file.
     *
     * @param what the file should hold, for the message
     * @throws CorruptFileException when it holds something else, or cannot be read
     */
    public static <T> Optional<T> read(Path path, String what, Parser<T> parser) {
        try {
            return Optional.of(parser.parse(new JsonObject(parse(Files.readAllBytes(path)))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CorruptFileException(path, what, String.valueOf(e.getMessage()));
        }
    }

    /** Indented, with a final newline: a whole file. */
    public static byte[] file(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    /** Indented, with a final newline, as text: what {@link #file} writes. */
    public static String text(Object value) {
        return text(MAPPER.writer(), value) + "\n";
    }

    /** On one line, without the newline. */
    public static String line(Object value) {
        return text(COMPACT, value);
    }

    /** What {@link #line} would write, as a value that can be part of another. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Parses one value.
     *
     * @throws IOException with a message of one line; duplicate keys and anything after the value
     *     are errors too
     */
    public static JsonNode parse(byte[] bytes) throws IOException {
        try {
            return MAPPER.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException(words(e, bytes.length), e);
        }
    }

    /** Where it stops to be JSON, without the parser's own words. */
    private static String words(JsonProcessingException problem, int bytes) {
        if (bytes == 0) {
            return "an empty file";
        }
        JsonLocation place = problem.getLocation();
        if (problem instanceof JsonEOFException) {
            return "JSON that breaks off";
        }
        // Jackson has no type for it.
        boolean twice = String.valueOf(problem.getOriginalMessage()).startsWith("Duplicate field");
        String found = twice ? "a key for the second time" : "something that is no JSON";
        return place == null || place.getLineNr() < 1
                ? found
                : "%s in line %s, column %s"
                        .formatted(found, place.getLineNr(), place.getColumnNr());
    }

    /**
     * The members of an object as numbers, in their order.
     *
     * @throws IOException where one is not a number
     */
    public static Map<String, Double> numbers(JsonNode object) throws IOException {
        Map<String, Double> numbers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            try {
                numbers.put(member.getKey(), MAPPER.treeToValue(member.getValue(), double.class));
            } catch (JsonProcessingException e) {
                throw new IOException(member.getKey() + " is no number", e);
            }
        }
        return Collections.unmodifiableMap(numbers);
    }

    /**
     * A record from its JSON; every component must be there.
     *
     * @throws IOException where the JSON is of something else
     */
    public static <T> T value(JsonNode json, Class<T> type) throws IOException {
        if (json.isMissingNode() || json.isNull()) {
            throw new IOException("nothing in its place");
        }
        try {
            return RECORDS.treeToValue(json, type);
        } catch (JsonMappingException e) {
            String member =
                    e.getPath().stream()
                            .map(JsonMappingException.Reference::getFieldName)
                            .filter(Objects::nonNull)
                            .collect(Collectors.joining("."));
            throw new IOException(
                    member.isEmpty()
                            ? "something else, or with a member missing"
                            : member + " is missing or something else",
                    e);
        } catch (JsonProcessingException e) {
            throw new IOException("something else", e);
        }
    }

    private static String text(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not expressible as JSON: " + value, e);
        }
    }
}
