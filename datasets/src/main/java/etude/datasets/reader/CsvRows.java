package etude.datasets.reader;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a table row by row, without a limit on its rows. Up to the first quote, {@link CsvBlocks}
 * cuts rows at line ends and delimiters; from that row on, {@link QuotedRows} knows the rules.
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

    private final Path path;
    private final char delimiter;
    private final CsvBlocks blocks;
    private final CsvRow row = new CsvRow();
    private CsvBlock block = new CsvBlock();
    private int rowsOfBlock;
    private int linesBefore;
    private long bytesBefore;
    private boolean header = true;
    private Optional<QuotedRows> quoted = Optional.empty();

    private CsvRows(Path path, char delimiter) throws IOException {
        this.path = path;
        this.delimiter = delimiter;
        blocks = CsvBlocks.open(path, delimiter);
    }

    static CsvRows open(Path path, char delimiter) throws IOException {
        return new CsvRows(path, delimiter);
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
            if (rowsOfBlock < block.rows()) {
                block.show(rowsOfBlock++, linesBefore, row);
                requireHeader();
                return Optional.of(row);
            }
            linesBefore += block.lines();
            if (block.isTooLong()) {
                throw new Malformed(linesBefore + 1, header);
            }
            if (block.isQuoted()) {
                blocks.close();
                quoted = Optional.of(rest());
                break;
            }
            bytesBefore += block.bytes();
            Optional<CsvBlock> next = blocks.next();
            block = next.orElseGet(CsvBlock::new);
            rowsOfBlock = 0;
            if (next.isEmpty()) {
                return Optional.empty();
            }
        }
        return quoted.get().next();
    }

    private void requireHeader() throws Malformed {
        if (header && row.characters() > LONGEST_HEADER) {
            throw new Malformed(row.line(), true);
        }
        header = false;
    }

    /** From the line with the first quote on. */
    private QuotedRows rest() throws IOException {
        return QuotedRows.open(
                path, bytesBefore + block.bytesCut(), delimiter, linesBefore, header);
    }

    @Override
    public void close() throws IOException {
        blocks.close();
        if (quoted.isPresent()) {
            quoted.get().close();
        }
    }
}
