package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Quoted;
import etude.datasets.UnfitConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The rows of a table of UTF-8 text, plain or .gz, with as many values as the header has and none
 * missing. Values are trimmed and empty lines passed over; a byte order mark before the header is
 * no part of it.
 *
 * @param delimiter what stands between values
 */
record CsvLines(Path path, char delimiter) {
    /**
     * Finds out what stands between the values of a table.
     *
     * @param wanted the header that is looked for
     * @throws EtudeException when the file is missing or no UTF-8 text
     */
    static CsvLines open(Path path, Predicate<List<String>> wanted) {
        return new CsvLines(path, CsvDelimiter.of(path, wanted));
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

    /** A config that asks for what the header has not. */
    UnfitConfigException unfit(String expected, String found) {
        return new UnfitConfigException(
                "%s:1: expected %s, found %s".formatted(path, expected, found));
    }

    private static EtudeException wrong(Path path, long line, String expected, String found) {
        return new EtudeException(
                "%s:%d: expected %s, found %s".formatted(path, line, expected, found));
    }

    /** Says where a file that cannot be read as text is none. */
    static EtudeException noText(Path path, IOException failure) {
        if (!(failure instanceof CharacterCodingException)) {
            return SourceFiles.unreadable(path, failure);
        }
        try (InputStream in = SourceFiles.open(path)) {
            Utf8.Malformed malformed =
                    Utf8.scan(
                                    in,
                                    (character, offset) -> {
                                        if (character == 0) {
                                            throw zeroByte(path, offset);
                                        }
                                    })
                            .orElseThrow(
                                    () -> new IOException("it changed while it was read", failure));
            return wrong(path, malformed.line(), "UTF-8 text", malformed.words());
        } catch (CorruptFileException e) {
            return e;
        } catch (IOException e) {
            return SourceFiles.unreadable(path, e);
        }
    }

    private static CorruptFileException zeroByte(Path path, long offset) {
        return new CorruptFileException(
                path,
                "UTF-8 text",
                "a zero byte at offset %d (no text, or UTF-16: save it as UTF-8)"
                        .formatted(offset));
    }

    /** Column names, from the first line. */
    List<String> header() {
        try (CsvRows rows = CsvRows.open(path, delimiter)) {
            return header(rows);
        } catch (IOException e) {
            throw noText(path, e);
        } catch (CsvRows.Malformed e) {
            throw malformed(e);
        }
    }

    /**
     * Passes all rows after the header, of which there must be one, to the sink, each only until
     * the next one.
     *
     * @param refused what may not stand in the columns
     * @throws EtudeException after the last row, when some have another number of values or lack
     *     one; up to ten of these are named
     */
    void forEach(List<RefusedCells> refused, Consumer<CsvRow> sink) {
        List<String> header = header();
        NamedProblems problems = new NamedProblems("rows");
        forEachAsItIs(
                row -> {
                    Optional<EtudeException> problem = problem(header, refused, row);
                    problem.ifPresent(problems::add);
                    if (problem.isEmpty()) {
                        sink.accept(row);
                    }
                });
        problems.requireNone();
    }

    /** Passes all rows after the header, of which there must be one, whatever they hold. */
    void forEachAsItIs(Consumer<CsvRow> sink) {
        try (CsvRows rows = CsvRows.open(path, delimiter)) {
            header(rows);
            Optional<CsvRow> row = rows.next();
            if (row.isEmpty()) {
                throw new CorruptFileException(path, "rows after the header", "none");
            }
            for (; row.isPresent(); row = rows.next()) {
                sink.accept(row.get());
            }
        } catch (IOException e) {
            throw noText(path, e);
        } catch (CsvRows.Malformed e) {
            throw malformed(e);
        }
    }

    private List<String> header(CsvRows rows) throws IOException, CsvRows.Malformed {
        List<String> names =
                rows.next()
                        .orElseThrow(
                                () ->
                                        new CorruptFileException(
                                                path, "a header line and rows", "an empty file"))
                        .texts();
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty() || !seen.add(name)) {
                throw wrong(1, "column names that differ and are not empty", Quoted.of(name));
            }
        }
        return names;
    }

    private EtudeException malformed(CsvRows.Malformed row) {
        return row.isLongHeader()
                ? wrong(
                        row.line(),
                        "a header line of at most %d characters".formatted(CsvRows.LONGEST_HEADER),
                        "a longer one")
                : wrong(
                        row.line(),
                        "well-formed values (a quote within quotes is doubled)",
                        "text outside of the quotes, or a row of more than %d characters (is a quote not closed?)"
                                .formatted(CsvRows.LONGEST_ROW));
    }

    private Optional<EtudeException> problem(
            List<String> header, List<RefusedCells> refused, CsvRow row) {
        if (row.size() != header.size()) {
            return Optional.of(
                    wrong(
                            row.line(),
                            header.size() + " values, as in the header",
                            row.size() + " values"));
        }
        for (int i = 0; i < refused.size(); i++) {
            if (refused.get(i).texts().isMissing(row, i)) {
                return Optional.of(
                        wrong(
                                row.line(),
                                "a value for " + Quoted.of(header.get(i)),
                                "a missing value (%s); %s"
                                        .formatted(
                                                Quoted.of(row.text(i)), refused.get(i).advice())));
            }
        }
        return Optional.empty();
    }
}
