package etude.tuner.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.jspecify.annotations.Nullable;

/**
 * JSON that may stand inside a script element: within its strings {@code <}, {@code >} and {@code
 * &} are escapes, so that no text can end the element or open a comment, and so are the two line
 * separators that JavaScript once took for ends of lines.
 */
final class ScriptJson {
    private static final ObjectWriter WRITER = new JsonMapper().writer(new Escapes());

    private ScriptJson() {}

    static String of(JsonNode json) {
        try {
            return WRITER.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not expressible as JSON", e);
        }
    }

    private static final class Escapes extends CharacterEscapes {
        private static final String OPENS_OR_CLOSES = "<>&";
        private static final String SEPARATORS = "\u2028\u2029";

        private final int[] ascii = standardAsciiEscapesForJSON();

        Escapes() {
            OPENS_OR_CLOSES.chars().forEach(c -> ascii[c] = ESCAPE_STANDARD);
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return SEPARATORS.indexOf(c) < 0 ? null : new SerializedString("\\u%04x".formatted(c));
        }
    }
}
