package etude.datasets.reader;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows of a table one after the other, its header first; empty lines are passed over. */
final class CsvRows implements AutoCloseable {
    /** A quote that is not closed makes the rest of the file one value. */
    static final int LONGEST_ROW = 1 << 22;

    /** A file without lines is found out before it fills the memory. */
    static final int LONGEST_HEADER = 1 << 20;

    /**
     * A row.
     *
     * @param values trimmed
     * @param line on which it begins, from 1
     */
    record Row(List<String> values, int line) {
        private boolean isEnd() {
            return values.size() == 1 && values.get(0).equals(CsvCharacters.END);
        }
    }

    /** A row that is not well formed. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final int line;
        private final boolean longHeader;

        private Malformed(int line, boolean longHeader) {
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

    private final Collector collector = new Collector();
    private final CloseableIterator<Row> rows;
    private boolean ended;

    private CsvRows(CsvReader.CsvReaderBuilder format, CsvCharacters characters) {
        rows = format.build(collector, characters).iterator();
    }

    static CsvRows open(Path path, char delimiter) throws IOException {
        CsvReader.CsvReaderBuilder format =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .allowExtraFields(true)
                        .allowMissingFields(true)
                        .trimWhitespacesAroundQuotes(true)
                        .maxBufferSize(LONGEST_ROW);
        return new CsvRows(format, new CsvCharacters(SourceFiles.open(path)));
    }

    /**
     * The next row; empty after the last one.
     *
     * @throws CharacterCodingException when the file is no UTF-8 text
     * @throws Malformed when quotes are not closed, or closed before the end of a value, or a row
     *     is too long
     */
    Optional<Row> next() throws IOException, Malformed {
        if (ended) {
            return Optional.empty();
        }
        try {
            Row row = rows.next();
            ended = !rows.hasNext();
            if (ended && !row.isEnd()) {
                throw new Malformed(row.line(), false); // it took the end for a part of its value
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

    @Override
    public void close() throws IOException {
        rows.close();
    }

    /** Puts the values of a row together. */
    private static final class Collector extends AbstractBaseCsvCallbackHandler<Row> {
        private List<String> values = List.of();
        private long characters;
        private int line = 1;
        private boolean header = true;
        private boolean longHeader;

        @Override
        protected void handleBegin(long startingLine) {
            values = new ArrayList<>(values.size());
            characters = 0;
            line = Math.toIntExact(startingLine);
        }

        @Override
        protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
            characters += length + 1L;
            if (characters > (header ? LONGEST_HEADER : LONGEST_ROW)) {
                longHeader = header;
                throw new CsvParseException("the row is too long");
            }
            values.add(new String(text, offset, length).trim());
        }

        @Override
        protected Row buildRecord() {
            header = false;
            return new Row(values, line);
        }

        Malformed malformed() {
            return new Malformed(line, longHeader);
        }
    }
}
