package etude.datasets.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds out what stands between the values of a table: a comma, a semicolon (as spreadsheets write
 * where the comma is the decimal sign), a tab or a vertical bar.
 */
final class CsvDelimiter {
    private static final List<Character> ALL = List.of(',', ';', '\t', '|');

    /** Rows by which a delimiter is judged. */
    private static final int ROWS = 20;

    private CsvDelimiter() {}

    /** What a file's name lets expect. */
    static char customary(Path path) {
        return SourceFiles.name(path).matches(".*\\.tsv(\\.gz)?") ? '\t' : ',';
    }

    static String words(char delimiter) {
        return delimiter == '\t' ? "a tab" : "'" + delimiter + "'";
    }

    /**
     * How a table reads with one delimiter.
     *
     * @param wanted whether the header is the one looked for
     * @param even whether the first rows have as many values as the header
     */
    private record Reading(
            char delimiter, boolean wanted, boolean even, int columns, boolean customary) {}

    /** The delimiter with which a table has the wanted header, else the most even rows. */
    static char of(Path path, Predicate<List<String>> wanted) {
        List<Reading> readings = new ArrayList<>();
        for (char delimiter : ALL) {
            readings.add(read(path, delimiter, wanted));
        }
        return readings.stream()
                .max(
                        Comparator.comparing(Reading::wanted)
                                .thenComparing(Reading::even)
                                .thenComparing(Reading::columns)
                                .thenComparing(Reading::customary))
                .orElseThrow()
                .delimiter();
    }

    private static Reading read(Path path, char delimiter, Predicate<List<String>> wanted) {
        boolean customary = delimiter == customary(path);
        try (CsvRows rows = CsvRows.open(path, delimiter)) {
            List<String> header = rows.next().map(CsvRow::texts).orElse(List.of());
            boolean some = header.size() > 1;
            return new Reading(
                    delimiter,
                    some && wanted.test(header),
                    some && isEven(rows, header.size()),
                    header.size(),
                    customary);
        } catch (CsvRows.Malformed e) {
            return new Reading(delimiter, false, false, 0, customary);
        } catch (IOException e) {
            throw CsvLines.noText(path, e);
        }
    }

    private static boolean isEven(CsvRows rows, int columns) throws IOException {
        try {
            Optional<CsvRow> next = rows.next();
            for (int row = 0; row < ROWS && next.isPresent(); row++) {
                if (next.get().size() != columns) {
                    return false;
                }
                next = rows.next();
            }
            return true;
        } catch (CsvRows.Malformed e) {
            return false; // said where all rows are read
        }
    }
}
