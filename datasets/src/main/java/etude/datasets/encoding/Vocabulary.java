package etude.datasets.encoding;

import etude.datasets.EtudeException;
import etude.datasets.subword.Tokenizer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The tokens a text is made of, numbered from 0. */
public sealed interface Vocabulary {
    int size();

    /**
     * The text's tokens.
     *
     * @throws EtudeException when the vocabulary lacks a character of the text
     */
    int[] encode(String text);

    /** The text of these tokens. */
    String decode(int[] tokens);

    /** How many bytes of UTF-8 text a token stands for: none where it is the end of a text. */
    int bytes(int token);

    /** The token that stands between texts, where there is one. */
    default OptionalInt endOfText() {
        return OptionalInt.empty();
    }

    /** Whether every token stands for what that of the same number in another stands for. */
    default boolean hasTokensOf(Vocabulary other) {
        return size() == other.size()
                && IntStream.range(0, size())
                        .allMatch(
                                token ->
                                        bytes(token) == other.bytes(token)
                                                && decode(new int[] {token})
                                                        .equals(other.decode(new int[] {token})));
    }

    /** {@link #bytes} of every token. */
    default int[] bytes() {
        int[] bytes = new int[size()];
        Arrays.setAll(bytes, this::bytes);
        return bytes;
    }

    /** The 256 bytes of UTF-8 text; any text can be encoded. */
    record Bytes() implements Vocabulary {
        @Override
        public int size() {
            return 1 << Byte.SIZE;
        }

        @Override
        public int[] encode(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] tokens = new int[bytes.length];
            Arrays.setAll(tokens, i -> bytes[i] & 0xff);
            return tokens;
        }

        /** Bytes that are no UTF-8, which a model may well produce, become U+FFFD. */
        @Override
        public String decode(int[] tokens) {
            byte[] bytes = new byte[tokens.length];
            for (int i = 0; i < tokens.length; i++) {
                bytes[i] = (byte) tokens[i];
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public int bytes(int token) {
            return 1;
        }
    }

    /** Subwords. */
    record Subwords(Tokenizer tokenizer) implements Vocabulary {
        @Override
        public int size() {
            return tokenizer.size();
        }

        @Override
        public int[] encode(String text) {
            return tokenizer.encode(text);
        }

        @Override
        public String decode(int[] tokens) {
            return tokenizer.decode(tokens);
        }

        @Override
        public int bytes(int token) {
            return tokenizer.bytes(token);
        }

        @Override
        public OptionalInt endOfText() {
            return tokenizer.endOfText();
        }
    }

    /** Bytes or characters, and a last token for the end of a text. */
    record Ended(Vocabulary vocabulary) implements Vocabulary {
        @Override
        public int size() {
            return vocabulary.size() + 1;
        }

        @Override
        public int[] encode(String text) {
            return vocabulary.encode(text);
        }

        /** The end of a text is no part of it. */
        @Override
        public String decode(int[] tokens) {
            return vocabulary.decode(
                    Arrays.stream(tokens).filter(token -> token < vocabulary.size()).toArray());
        }

        @Override
        public int bytes(int token) {
            return token == vocabulary.size() ? 0 : vocabulary.bytes(token);
        }

        @Override
        public OptionalInt endOfText() {
            return OptionalInt.of(vocabulary.size());
        }
    }

    /** The distinct Unicode code points of a text, in ascending order. */
    final class Characters implements Vocabulary {
        private final int[] codePoints;

        /** Takes ascending code points. */
        public Characters(int[] codePoints) {
            this.codePoints = codePoints.clone();
        }

        public int[] codePoints() {
            return codePoints.clone();
        }

        public boolean contains(int codePoint) {
            return Arrays.binarySearch(codePoints, codePoint) >= 0;
        }

        /** The token of a code point that the vocabulary contains. */
        public int id(int codePoint) {
            int id = Arrays.binarySearch(codePoints, codePoint);
            if (id < 0) {
                throw new EtudeException(
                        "The vocabulary of %d characters has no %s."
                                .formatted(codePoints.length, describe(codePoint)));
            }
            return id;
        }

        /** The code point of a token. */
        public int codePoint(int id) {
            return codePoints[id];
        }

        @Override
        public int size() {
            return codePoints.length;
        }

        @Override
        public int[] encode(String text) {
            return text.codePoints().map(this::id).toArray();
        }

        @Override
        public String decode(int[] tokens) {
            StringBuilder text = new StringBuilder();
            for (int token : tokens) {
                text.appendCodePoint(codePoints[token]);
            }
            return text.toString();
        }

        @Override
        public int bytes(int token) {
            return Utf8Length.of(codePoints[token]);
        }

        /** A code point as a message shows it. */
        public static String describe(int codePoint) {
            return "'%s' (U+%04X)".formatted(Character.toString(codePoint), codePoint);
        }
    }
}
