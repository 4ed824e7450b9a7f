package etude.datasets.reader;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.nio.charset.StandardCharsets;

/**
 * The characters of a table, without a byte order mark. A quote that is not closed makes the rest
 * of the file one value, which would fill the memory: between two line ends outside of quotes stand
 * at most 4 Mi characters.
 */
final class CsvReader extends FilterReader {
    static final int LONGEST_ROW = 1 << 22;

    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private boolean quoted;
    private int row;

    CsvReader(InputStream bytes) throws IOException {
        super(new PushbackReader(new InputStreamReader(bytes, StandardCharsets.UTF_8)));
        int first = in.read();
        if (first >= 0 && first != BYTE_ORDER_MARK) {
            ((PushbackReader) in).unread(first);
        }
    }

    /** What a row that is too long ends with. */
    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong() {
            super("a row of more than " + LONGEST_ROW + " characters");
        }
    }

    static boolean isTooLong(Exception failure) {
        return failure.getCause() instanceof TooLong;
    }

    @Override
    public int read() throws IOException {
        int character = super.read();
        if (character >= 0) {
            count((char) character);
        }
        return character;
    }

    @Override
    public int read(char[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        for (int i = 0; i < read; i++) {
            count(into[offset + i]);
        }
        return read;
    }

    /** A doubled quote ends and begins a quotation at once. */
    private void count(char character) throws TooLong {
        quoted ^= character == '"';
        row = !quoted && (character == '\n' || character == '\r') ? 0 : row + 1;
        if (row > LONGEST_ROW) {
            throw new TooLong();
        }
    }
}
