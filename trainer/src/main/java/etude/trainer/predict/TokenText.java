package etude.trainer.predict;

import etude.datasets.encoding.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tokens as text, one after the other: a character of several bytes appears with its last. */
interface TokenText {
    /** The text that is known with one more token. */
    String next(int token);

    /** What is left at the end. */
    String end();

    /**
     * The text of tokens of a vocabulary.
     *
     * @param before the tokens that come before the first, whose text is known
     */
    static TokenText of(Vocabulary vocabulary, int... before) {
        if (vocabulary instanceof Vocabulary.Ended ended) {
            return of(ended.vocabulary(), before);
        }
        if (vocabulary instanceof Vocabulary.Subwords) {
            return new OfSubwords(vocabulary, before);
        }
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

    /**
     * Of subwords, whose text may depend on those before, and of which several can make a
     * character: the text so far is decoded again, and what ends in half a character waits.
     */
    final class OfSubwords implements TokenText {
        private static final char HALF = '\uFFFD';

        /** Tokens that are decoded again before the new one. */
        private static final int CONTEXT = 16;

        private final Vocabulary vocabulary;
        private final List<Integer> tokens = new ArrayList<>();
        private String shown;

        OfSubwords(Vocabulary vocabulary, int[] before) {
            this.vocabulary = vocabulary;
            for (int at = Math.max(0, before.length - CONTEXT); at < before.length; at++) {
                tokens.add(before[at]);
            }
            shown = decoded();
        }

        @Override
        public String next(int token) {
            tokens.add(token);
            String text = decoded();
            return text.isEmpty() || text.charAt(text.length() - 1) == HALF ? "" : news(text);
        }

        @Override
        public String end() {
            return news(decoded());
        }

        private String decoded() {
            return vocabulary.decode(tokens.stream().mapToInt(Integer::intValue).toArray());
        }

        private String news(String text) {
            String news = text.substring(Math.min(shown.length(), text.length()));
            shown = text;
            if (tokens.size() > 2 * CONTEXT) {
                tokens.subList(0, tokens.size() - CONTEXT).clear();
                shown = decoded();
            }
            return news;
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
