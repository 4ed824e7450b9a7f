package etude.trainer.config.bind;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
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
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.scanner.Scanner;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.Token;

/**
 * A value on the command line. It is no YAML document, in which {@code #} begins a comment: all of
 * it arrives, or it is refused.
 *
 * <ul>
 *   <li>JSON in brackets, braces or double quotes means exactly what it says; that is what programs
 *       write.
 *   <li>Other text in brackets, braces or quotes is YAML on one line: {@code [256, 128]}, {@code
 *       {name: adam}}, {@code 'it''s'}.
 *   <li>Anything else is a number, boolean or null by {@link CoreSchema}, spaces around it aside,
 *       or text, spaces and all.
 * </ul>
 */
final class CommandValue {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final Pattern LINE_BREAK = Pattern.compile("[\\n\\r\\x85\\u2028\\u2029]");
    private static final LoaderOptions WITH_COMMENTS = new LoaderOptions();

    static {
        WITH_COMMENTS.setProcessComments(true);
    }

    private final Place place;
    private final Problems problems;

    private CommandValue(Place place, Problems problems) {
        this.place = place;
        this.problems = problems;
    }

    /** The value; empty, with a problem added, where it has none. */
    static Optional<ConfigNode> read(String typed, Place place, Problems problems) {
        return new CommandValue(place, problems).read(typed);
    }

    private Optional<ConfigNode> read(String typed) {
        String text = typed.strip();
        if (text.isEmpty()) {
            return refused("expected a value after the =; '' is empty text, and null is none");
        }
        if (isEnclosed(text)) {
            Optional<ConfigNode> json = json(text);
            return json.isPresent() ? json : yaml(text);
        }
        Scalar scalar = CoreSchema.resolve(place, text);
        return Optional.of(
                scalar.kind() == Kind.TEXT ? new Scalar(place, Kind.TEXT, typed) : scalar);
    }

    private static boolean isEnclosed(String text) {
        char first = text.charAt(0);
        boolean quote = first == '"' || first == '\'';
        return first == '['
                || first == '{'
                || (quote && text.length() > 1 && text.charAt(text.length() - 1) == first);
    }

    private Optional<ConfigNode> yaml(String text) {
        if (LINE_BREAK.matcher(text).find()) {
            return refused("expected brackets or quotes that end in the same line");
        }
        if (hasComment(text)) {
            return refused("expected a value without a comment; put text with a # in quotes");
        }
        boolean quoted = text.charAt(0) == '"' || text.charAt(0) == '\'';
        Optional<ConfigNode> value = YamlReader.read(text, line -> place, problems);
        return value.isPresent() && value.get() instanceof Scalar != quoted
                ? refused("expected one value, found several; put text with quotes in other quotes")
                : value;
    }

    private static boolean hasComment(String text) {
        try {
            Scanner tokens = new ScannerImpl(new StreamReader(text), WITH_COMMENTS);
            while (!tokens.checkToken(Token.ID.StreamEnd)) {
                if (tokens.getToken().getTokenId() == Token.ID.Comment) {
                    return true;
                }
            }
        } catch (YAMLException e) {
            return false; // the reader says what is wrong
        }
        return false;
    }

    private Optional<ConfigNode> json(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            ConfigNode value = json(parser);
            return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ConfigNode json(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_NUMBER_INT -> new Scalar(place, Kind.INTEGER, parser.getText());
            case VALUE_NUMBER_FLOAT -> new Scalar(place, Kind.DECIMAL, parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> new Scalar(place, Kind.BOOLEAN, parser.getText());
            case VALUE_NULL -> new Scalar(place, Kind.NULL, parser.getText());
            default -> new Scalar(place, Kind.TEXT, parser.getText());
        };
    }

    private Sequence array(JsonParser parser) throws IOException {
        List<ConfigNode> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(json(parser));
        }
        return new Sequence(place, items);
    }

    private Mapping object(JsonParser parser) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            entries.put(key, new Entry(place, json(parser)));
        }
        return new Mapping(place, entries);
    }

    private Optional<ConfigNode> refused(String sentence) {
        problems.add(place, sentence);
        return Optional.empty();
    }
}
