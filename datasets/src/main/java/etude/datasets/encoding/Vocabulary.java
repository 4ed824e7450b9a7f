package etude.datasets.encoding;

import etude.datasets.EtudeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

        /** A code point as a message shows it. */
        public static String describe(int codePoint) {
            return "'%s' (U+%04X)".formatted(Character.toString(codePoint), codePoint);
        }
    }
}
