package etude.trainer.predict;

import etude.datasets.encoding.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Tokens as text, one after the other: a character of several bytes appears with its last. */
interface TokenText {
    /** The text that is known with one more token. */
    String next(int token);

    /** What is left at the end. */
    String end();

    static TokenText of(Vocabulary vocabulary) {
        return vocabulary instanceof Vocabulary.Bytes ? new OfBytes() : new Whole(vocabulary);
    }

    /** Of tokens that are text by themselves. */
    record Whole(Vocabulary vocabulary) implements TokenText {
        @Override
        public String next(int token) {
            return vocabulary.decode(new int[] {token});
        }

        @Override
        public String end() {
            return "";
        }
    }

    /** Of bytes of UTF-8; what is none becomes U+FFFD. */
    final class OfBytes implements TokenText {
        private static final int MOST_BYTES = 8;

        private final CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE);
        private final ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);

        @Override
        public String next(int token) {
            return decoded(bytes.put((byte) token), false);
        }

        @Override
        public String end() {
            return decoded(bytes, true);
        }

        private String decoded(ByteBuffer buffer, boolean last) {
            CharBuffer text = CharBuffer.allocate(2 * MOST_BYTES);
            buffer.flip();
            decoder.decode(buffer, text, last);
            buffer.compact();
            return text.flip().toString();
        }
    }
}
