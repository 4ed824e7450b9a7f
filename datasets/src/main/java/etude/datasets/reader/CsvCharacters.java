package etude.datasets.reader;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of the rest of a table, and a line of {@link #END} after them: a parser that comes
 * to its end within quotes takes the rest of a table for a value, and this line with it.
 */
final class CsvCharacters extends FilterReader {
    /** A noncharacter of Unicode, which no text should have. */
    static final String END = "\uffff";

    private static final char ZERO = 0;

    private String rest = "\n" + END;

    CsvCharacters(InputStream bytes) {
        super(
                new InputStreamReader(
                        bytes,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /** What is no text has a zero byte. */
    private static final class ZeroByte extends CharacterCodingException {
        private static final long serialVersionUID = 1;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    /**
     * {@inheritDoc}
     *
     * @throws CharacterCodingException when it is no UTF-8 text
     */
    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        if (read < 0) {
            return rest(into, offset, length);
        }
        requireText(into, offset, offset + read);
        return read;
    }

    static void requireText(char[] characters, int from, int to) throws CharacterCodingException {
        for (int i = from; i < to; i++) {
            if (characters[i] == ZERO) {
                throw new ZeroByte();
            }
        }
    }

    private int rest(char[] into, int offset, int length) {
        int count = Math.min(length, rest.length());
        rest.getChars(0, count, into, offset);
        rest = rest.substring(count);
        return count == 0 ? -1 : count;
    }
}
