package etude.tuner.text;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tables for other programs, as RFC 4180 has them except for the end of a line, which is a line
 * feed.
 */
public final class Csv {
    /** What spreadsheets compute when they open a file (OWASP, "CSV Injection"). */
    private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r].*", Pattern.DOTALL);

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|[+-]?Infinity");

    private Csv() {}

    /**
     * The text of a file. A cell that a spreadsheet would take for a formula begins with an
     * apostrophe; numbers are as they were.
     *
     * @param rows cells as text or numbers, the head among them
     */
    public static String of(List<? extends List<?>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            for (List<?> row : rows) {
                writer.writeRecord(row.stream().map(Csv::cell).toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static String cell(Object cell) {
        return cell instanceof String text
                        && FORMULA.matcher(text).matches()
                        && !NUMBER.matcher(text).matches()
                ? "'" + text
                : String.valueOf(cell);
    }
}
