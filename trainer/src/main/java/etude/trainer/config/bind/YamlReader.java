package etude.trainer.config.bind;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Pattern;

/**
 * Reads one YAML document into nodes. Numbers follow YAML 1.2, where {@code 1e-3} is a number; of
 * the words, only {@code true} and {@code false} are booleans.
 */
public final class YamlReader {
    private static final YAMLFactory FACTORY =
            YAMLFactory.builder()
                    .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
                    .build();

    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

    private final String source;
    private final YAMLParser parser;
    private final IntFunction<Place> places;
    private final Problems problems;

    private YamlReader(
            String source, YAMLParser parser, IntFunction<Place> places, Problems problems) {
        this.source = source;
        this.parser = parser;
        this.places = places;
        this.problems = problems;
    }

    /**
     * Reads a document.
     *
     * @param places the place of a line, counted from 1
     * @return empty, with a problem added, if there is no value or the text is not YAML
     */
    public static Optional<ConfigNode> read(
            String text, IntFunction<Place> places, Problems problems) {
        try (YAMLParser parser = FACTORY.createParser(text)) {
            return new YamlReader(text, parser, places, problems).document();
        } catch (JsonProcessingException e) {
            Optional<JsonLocation> at = Optional.ofNullable(e.getLocation());
            problems.add(
                    places.apply(at.map(JsonLocation::getLineNr).orElse(1)),
                    "not valid YAML: " + sentence(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.empty();
    }

    /** The parser quotes the text in indented lines; its last sentence says what is wrong. */
    private static String sentence(String message) {
        return message.lines()
                .filter(line -> !line.isBlank() && !line.startsWith(" "))
                .reduce("", (first, second) -> second);
    }

    private Optional<ConfigNode> document() throws IOException {
        if (parser.nextToken() == null) {
            problems.add(places.apply(1), "expected YAML, found nothing");
            return Optional.empty();
        }
        ConfigNode root = node("");
        if (parser.nextToken() != null) {
            problems.add(place(), "expected one YAML document, found a second one");
        }
        return Optional.of(root);
    }

    private ConfigNode node(String path) throws IOException {
        Place place = place();
        if (parser.isCurrentAlias()) {
            problems.add(place, path, "YAML aliases are not supported; write the value out");
        }
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> mapping(place, path);
            case START_ARRAY -> sequence(place, path);
            case VALUE_NULL -> new Scalar(place, Kind.NULL, "null");
            case VALUE_TRUE, VALUE_FALSE ->
                    new Scalar(
                            place, Kind.BOOLEAN, token == JsonToken.VALUE_TRUE ? "true" : "false");
            case VALUE_NUMBER_INT ->
                    new Scalar(place, Kind.INTEGER, parser.getBigIntegerValue().toString());
            default -> scalar(place, parser.getText());
        };
    }

    private Scalar scalar(Place place, String text) {
        if (isQuoted()) {
            return new Scalar(place, Kind.TEXT, text);
        }
        if (text.isEmpty()) {
            return new Scalar(place, Kind.NULL, "null");
        }
        String digits = text.replace("_", "");
        return NUMBER.matcher(digits).matches()
                ? new Scalar(place, Kind.DECIMAL, digits)
                : new Scalar(place, Kind.TEXT, text);
    }

    /** The parser hides quotes, but not where the scalar starts. */
    private boolean isQuoted() {
        int codePoints = (int) parser.currentTokenLocation().getCharOffset();
        int start = source.offsetByCodePoints(0, codePoints);
        return start < source.length() && "\"'|>".indexOf(source.charAt(start)) >= 0;
    }

    private Sequence sequence(Place place, String path) throws IOException {
        List<ConfigNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(node(path + "[" + items.size() + "]"));
        }
        return new Sequence(place, items);
    }

    private Mapping mapping(Place place, String path) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Place keyPlace = place();
            String key = parser.currentName();
            String keyPath = Paths.join(path, key);
            parser.nextToken();
            Entry first = entries.putIfAbsent(key, new Entry(keyPlace, node(keyPath)));
            if (first != null) {
                problems.add(keyPlace, keyPath, "key given twice, first at " + first.place());
            }
        }
        return new Mapping(place, entries);
    }

    private Place place() {
        return places.apply(parser.currentTokenLocation().getLineNr());
    }
}
