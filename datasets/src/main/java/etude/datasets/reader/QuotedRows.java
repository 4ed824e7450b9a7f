package etude.datasets.reader;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** Rows in which values may stand within quotes, to the end of a table. */
final class QuotedRows implements AutoCloseable {
    private final Collector collector;
    private final CloseableIterator<CsvRow> rows;
    private boolean ended;

    private QuotedRows(Reader characters, char delimiter, Collector collector) {
        this.collector = collector;
        rows =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .trimWhitespacesAroundQuotes(true)
                        .maxBufferSize(CsvRows.LONGEST_ROW)
                        .build(collector, characters)
                        .iterator();
    }

    /**
     * Reads the rest of a table.
     *
     * @param bytesBefore it, in the table as it is when inflated
     * @param linesBefore it
     * @param header whether the first row is the header
     */
    static QuotedRows open(
            Path path, long bytesBefore, char delimiter, int linesBefore, boolean header)
            throws IOException {
        InputStream bytes = SourceFiles.open(path);
        try {
            bytes.skipNBytes(bytesBefore);
            return new QuotedRows(
                    new CsvCharacters(bytes), delimiter, new Collector(linesBefore, header));
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** As {@link CsvRows#next}. */
    Optional<CsvRow> next() throws IOException, CsvRows.Malformed {
        if (ended) {
            return Optional.empty();
        }
        try {
            CsvRow row = rows.next();
            ended = !rows.hasNext();
            if (ended && !isEnd(row)) {
                // It took the end for a part of its value.
                throw new CsvRows.Malformed(row.line(), false);
            }
            return ended ? Optional.empty() : Optional.of(row);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            if (e.getCause() instanceof IOException trouble) {
                throw trouble;
            }
            throw collector.malformed();
        }
    }

    private static boolean isEnd(CsvRow row) {
        return row.size() == 1 && row.holds(0, CsvCharacters.END);
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** Puts the cells of a row together; of two rows in turn, for one is read ahead. */
    private static final class Collector extends AbstractBaseCsvCallbackHandler<CsvRow> {
        private final int linesBefore;
        private CsvRow row = new CsvRow();
        private CsvRow other = new CsvRow();
        private long characters;
        private boolean header;
        private boolean longHeader;

        Collector(int linesBefore, boolean header) {
            this.linesBefore = linesBefore;
            this.header = header;
        }

        @Override
        protected void handleBegin(long startingLine) {
            row.begin(Math.toIntExact(startingLine) + linesBefore);
            characters = 0;
        }

        @Override
        protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
            characters += length + 1L;
            if (characters > (header ? CsvRows.LONGEST_HEADER : CsvRows.LONGEST_ROW)) {
                longHeader = header;
                throw new CsvParseException("the row is too long");
            }
            row.add(text, offset, length);
        }

        @Override
        protected CsvRow buildRecord() {
            CsvRow built = row;
            if (built.size() > 0) { // an empty line is no row, and passed over
                header = false;
                row = other;
                other = built;
            }
            return built;
        }

        CsvRows.Malformed malformed() {
            return new CsvRows.Malformed(row.line(), longHeader);
        }
    }
}
