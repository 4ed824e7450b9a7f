package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of a table of UTF-8 text, plain or .gz, with as many values as the header has and none
 * missing. Values are trimmed and empty lines passed over; a byte order mark before the header is
 * no part of it.
 *
 * @param delimiter what stands between values
 */
record CsvLines(Path path, char delimiter) {
    /** What tables write for a value that is not there, whatever the column. */
    private static final Set<String> MISSING = Set.of("", "?", "NA", "N/A", "null");

    /** A file without lines is found out before it fills the memory. */
    private static final int LONGEST_HEADER = 1 << 20;

    /** Takes one row and the line, from 1, on which it ends. */
    @FunctionalInterface
    interface RowSink {
        void accept(List<String> values, int line);
    }

    /**
     * Finds out what stands between the values of a table.
     *
     * @param wanted the header that is looked for
     * @throws EtudeException when the file is missing or no UTF-8 text
     */
    static CsvLines open(Path path, Predicate<List<String>> wanted) {
        requireText(path);
        return new CsvLines(path, CsvDelimiter.of(path, wanted));
    }

    static CSVParser parser(Path path, char delimiter) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(delimiter).setTrim(true).get();
        return CSVParser.builder()
                .setReader(new CsvReader(SourceFiles.open(path)))
                .setFormat(format)
                .get();
    }

    /** A sentence if the delimiter is another than the file's name lets expect. */
    Optional<String> remark() {
        return delimiter == CsvDelimiter.customary(path)
                ? Optional.empty()
                : Optional.of(
                        "%s is read with %s between the values."
                                .formatted(path, CsvDelimiter.words(delimiter)));
    }

    EtudeException wrong(long line, String expected, String found) {
        return wrong(path, line, expected, found);
    }

    private static EtudeException wrong(Path path, long line, String expected, String found) {
        return new EtudeException(
                "%s:%d: expected %s, found %s".formatted(path, line, expected, found));
    }

    /** That a file is no text should be found out before its rows are counted. */
    private static void requireText(Path path) {
        boolean[] header = {true};
        int[] characters = {0};
        try (InputStream in = SourceFiles.open(path)) {
            Optional<Utf8.Malformed> malformed =
                    Utf8.scan(
                            in,
                            (character, offset) -> {
                                if (character == 0) {
                                    throw new CorruptFileException(
                                            path,
                                            "UTF-8 text",
                                            "a zero byte at offset %d (no text, or UTF-16: save it as UTF-8)"
                                                    .formatted(offset));
                                }
                                header[0] &= character != '\n' && character != '\r';
                                if (header[0] && ++characters[0] > LONGEST_HEADER) {
                                    throw wrong(
                                            path,
                                            1,
                                            "a header line of at most "
                                                    + LONGEST_HEADER
                                                    + " characters",
                                            "a longer one");
                                }
                            });
            if (malformed.isPresent()) {
                throw wrong(path, malformed.get().line(), "UTF-8 text", malformed.get().words());
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    /** Column names, from the first line. */
    List<String> header() {
        try (CSVParser parser = parser(path, delimiter)) {
            return header(parser, parser.iterator());
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    /**
     * Passes all rows after the header, of which there must be one, to the sink.
     *
     * @throws EtudeException after the last row, when some have another number of values or lack
     *     one; up to ten of these are named
     */
    void forEach(RowSink sink) {
        List<String> header = header();
        NamedProblems problems = new NamedProblems("rows");
        forEachAsItIs(
                (values, line) -> {
                    Optional<EtudeException> problem = problem(header, values, line);
                    problem.ifPresent(problems::add);
                    if (problem.isEmpty()) {
                        sink.accept(values, line);
                    }
                });
        problems.requireNone();
    }

    /** Passes all rows after the header, of which there must be one, whatever they hold. */
    void forEachAsItIs(RowSink sink) {
        try (CSVParser parser = parser(path, delimiter)) {
            Iterator<CSVRecord> records = parser.iterator();
            header(parser, records);
            if (!hasNext(parser, records)) {
                throw new CorruptFileException(path, "rows after the header", "none");
            }
            while (hasNext(parser, records)) {
                List<String> values = records.next().toList();
                sink.accept(values, Math.toIntExact(parser.getCurrentLineNumber()));
            }
        } catch (IOException e) {
            throw SourceFiles.unreadable(path, e);
        }
    }

    static boolean isMissing(String value) {
        return MISSING.contains(value);
    }

    private List<String> header(CSVParser parser, Iterator<CSVRecord> records) {
        if (!hasNext(parser, records)) {
            throw new CorruptFileException(path, "a header line and rows", "an empty file");
        }
        List<String> names = records.next().toList();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty() || !seen.add(name)) {
                throw wrong(1, "column names that differ and are not empty", Quoted.of(name));
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
                    CsvReader.isTooLong(e)
                            ? "one of more than %d characters (is a quote not closed?)"
                                    .formatted(CsvReader.LONGEST_ROW)
                            : "text outside of the quotes, or a quote that is not closed");
        }
    }

    private Optional<EtudeException> problem(List<String> header, List<String> values, int line) {
        if (values.size() != header.size()) {
            return Optional.of(
                    wrong(
                            line,
                            header.size() + " values, as in the header",
                            values.size() + " values"));
        }
        for (int i = 0; i < values.size(); i++) {
            if (isMissing(values.get(i))) {
                return Optional.of(
                        wrong(
                                line,
                                "a value for " + Quoted.of(header.get(i)),
                                "a missing value (%s); fill it in or leave the row out"
                                        .formatted(Quoted.of(values.get(i)))));
            }
        }
        return Optional.empty();
    }
}
