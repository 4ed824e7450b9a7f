package etude.datasets.reader;

import java.io.IOException;
import java.io.PushbackReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads a table row by row, without a limit on its rows. Up to the first quote, rows are cut at
 * line ends and delimiters; from that row on, {@link QuotedRows} knows the rules.
 */
final class CsvRows implements AutoCloseable {
    /** Characters; a quote that is not closed makes the rest of the file one value. */
    static final int LONGEST_ROW = 1 << 22;

    /** A file without lines is found out before it fills the memory. */
    static final int LONGEST_HEADER = 1 << 20;

    static final char QUOTE = '"';

    /** A row that is not well formed. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;
        private final boolean longHeader;

        Malformed(int line, boolean longHeader) {
            this.line = line;
            this.longHeader = longHeader;
        }

        /** On which the row begins, from 1. */
        int line() {
            return line;
        }

        boolean isLongHeader() {
            return longHeader;
        }
    }

    private final CsvCharacters characters;
    private final char delimiter;
    private final CsvRow row = new CsvRow();
    private char[] buffer = new char[1 << 16];
    private int at;
    private int end;
    private int line = 1;
    private boolean header = true;
    private boolean complete;
    private Optional<QuotedRows> quoted = Optional.empty();

    private CsvRows(CsvCharacters characters, char delimiter) {
        this.characters = characters;
        this.delimiter = delimiter;
    }

    static CsvRows open(Path path, char delimiter) throws IOException {
        return new CsvRows(new CsvCharacters(SourceFiles.open(path)), delimiter);
    }

    /**
     * The next row; empty after the last one. It may be filled again when the next one is read.
     *
     * @throws CharacterCodingException when the file is no UTF-8 text
     * @throws Malformed when quotes are not closed, or closed before the end of a value, or a row
     *     is too long
     */
    Optional<CsvRow> next() throws IOException, Malformed {
        while (quoted.isEmpty()) {
            row.begin(line, buffer);
            int stop = cells();
            if (stop < end && buffer[stop] == QUOTE) {
                quoted = Optional.of(quotedFrom(at));
                break;
            }
            if (header && stop - at > LONGEST_HEADER) {
                throw new Malformed(line, true);
            }
            boolean last = stop == end;
            boolean empty = stop == at;
            at = last ? end : afterLine(stop);
            line++;
            if (last && (empty || isEnd(row))) {
                return Optional.empty();
            }
            if (!empty) {
                header = false;
                return Optional.of(row);
            }
        }
        return quoted.get().next();
    }

    /**
     * Puts the cells of a line into the row, up to its end, or to a quote: that is where it stops.
     */
    private int cells() throws IOException, Malformed {
        int from = at;
        int most = Math.max(delimiter, QUOTE); // no other character ends a cell
        for (int i = at; ; i++) {
            if (i >= end - 1 && !complete) { // a line feed may follow
                fill();
                row.begin(line, buffer);
                from = at;
                i = at - 1;
                continue;
            }
            if (i == end) {
                row.add(from, i);
                return i;
            }
            char character = buffer[i];
            if (character > most) {
                continue;
            }
            if (character == delimiter) {
                row.add(from, i);
                from = i + 1;
            } else if (character == '\n' || character == '\r') {
                row.add(from, i);
                return i;
            } else if (character == QUOTE) {
                return i;
            }
        }
    }

    private int afterLine(int stop) {
        boolean two = buffer[stop] == '\r' && stop + 1 < end && buffer[stop + 1] == '\n';
        return two ? stop + 2 : stop + 1;
    }

    /** Moves what is left to the beginning of the buffer, and reads on behind it. */
    private void fill() throws IOException, Malformed {
        int left = end - at;
        if (left > (header ? LONGEST_HEADER : LONGEST_ROW)) {
            throw new Malformed(line, header);
        }
        if (left > buffer.length / 2) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        System.arraycopy(buffer, at, buffer, 0, left);
        at = 0;
        end = left;
        while (end < buffer.length && !complete) {
            int read = characters.read(buffer, end, buffer.length - end);
            complete = read < 0;
            end += Math.max(0, read);
        }
    }

    private QuotedRows quotedFrom(int begin) {
        PushbackReader rest = new PushbackReader(characters, Math.max(1, end - begin));
        try {
            rest.unread(buffer, begin, end - begin);
        } catch (IOException e) {
            throw new IllegalStateException("there is room for it", e);
        }
        return new QuotedRows(rest, delimiter, line - 1, header);
    }

    static boolean isEnd(CsvRow row) {
        return row.size() == 1 && row.holds(0, CsvCharacters.END);
    }

    @Override
    public void close() throws IOException {
        characters.close();
    }
}
