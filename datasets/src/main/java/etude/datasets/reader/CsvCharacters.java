package etude.datasets.reader;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a table, without a byte order mark, and a line of {@link #END} after them: a
 * parser that comes to its end within quotes takes the rest of a table for a value, and this line
 * with it.
 */
final class CsvCharacters extends FilterReader {
    /** A noncharacter of Unicode, which no text should have. */
    static final String END = "\uffff";

    private static final char ZERO = 0;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private String rest = "\n" + END;

    CsvCharacters(InputStream bytes) throws IOException {
        super(
                new PushbackReader(
                        new InputStreamReader(
                                bytes,
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT))));
        int first = in.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            ((PushbackReader) in).unread(first);
        }
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
        for (int i = offset; i < offset + read; i++) {
            if (into[i] == ZERO) {
                throw new ZeroByte();
            }
        }
        return read;
    }

    private int rest(char[] into, int offset, int length) {
        int count = Math.min(length, rest.length());
        rest.getChars(0, count, into, offset);
        rest = rest.substring(count);
        return count == 0 ? -1 : count;
    }
}
