package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a .csv (comma) or .tsv (tab) file, or a .gz of one, with as many values as the header
 * has and none missing. Values are trimmed and empty lines passed over.
 */
record CsvLines(Path path) {
    /** What tables write for a value that is not there. */
    private static final Set<String> MISSING = Set.of("", "?", "NA", "N/A", "null");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Takes one row and the line, from 1, on which it ends. */
    @FunctionalInterface
    interface RowSink {
        void accept(List<String> values, int line);
    }

    EtudeException wrong(long line, String expected, String found) {
        return new EtudeException(
                "%s:%d: expected %s, found %s".formatted(path, line, expected, found));
    }

    void requireUtf8() {
        try (InputStream in = SourceFiles.open(path)) {
            Optional<Utf8.Malformed> malformed = Utf8.scan(in, (codePoint, offset) -> {});
            if (malformed.isPresent()) {
                throw wrong(malformed.get().line(), "UTF-8 text", malformed.get().words());
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    /** Column names, from the first line. */
    List<String> header() {
        try (CSVParser parser = parser()) {
            return header(parser, parser.iterator());
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    /** Passes all rows after the header, of which there must be one, to the sink. */
    void forEach(RowSink sink) {
        try (CSVParser parser = parser()) {
            Iterator<CSVRecord> records = parser.iterator();
            List<String> header = header(parser, records);
            if (!hasNext(parser, records)) {
                throw new CorruptFileException(path, "rows after the header", "none");
            }
            while (hasNext(parser, records)) {
                List<String> values = records.next().toList();
                int line = Math.toIntExact(parser.getCurrentLineNumber());
                requireComplete(header, values, line);
                sink.accept(values, line);
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    private CSVParser parser() throws IOException {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean tabs = name.endsWith(".tsv") || name.endsWith(".tsv.gz");
        CSVFormat format =
                CSVFormat.DEFAULT.builder().setDelimiter(tabs ? '\t' : ',').setTrim(true).get();
        return CSVParser.builder()
                .setReader(new InputStreamReader(SourceFiles.open(path), StandardCharsets.UTF_8))
                .setFormat(format)
                .get();
    }

    private List<String> header(CSVParser parser, Iterator<CSVRecord> records) {
        if (!hasNext(parser, records)) {
            throw new CorruptFileException(path, "a header line and rows", "an empty file");
        }
        List<String> names =
                records.next().stream().map(name -> name.replace(BYTE_ORDER_MARK, "")).toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty() || !seen.add(name)) {
                throw wrong(1, "column names that differ and are not empty", "'" + name + "'");
            }
        }
        return names;
    }

    private boolean hasNext(CSVParser parser, Iterator<CSVRecord> records) {
        try {
            return records.hasNext();
        } catch (UncheckedIOException e) {
            throw wrong(
                    parser.getCurrentLineNumber(),
                    "well-formed values (a quote within quotes is doubled)",
                    String.valueOf(e.getMessage()));
        }
    }

    private void requireComplete(List<String> header, List<String> values, int line) {
        if (values.size() != header.size()) {
            throw wrong(
                    line, header.size() + " values, as in the header", values.size() + " values");
        }
        for (int i = 0; i < values.size(); i++) {
            if (MISSING.contains(values.get(i))) {
                throw wrong(
                        line,
                        "a value for '" + header.get(i) + "'",
                        "a missing value ('" + values.get(i) + "')");
            }
        }
    }
}
