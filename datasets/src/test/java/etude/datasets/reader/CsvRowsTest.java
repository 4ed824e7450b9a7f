package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of several pieces, which are cut by several threads, are read as if by one. */
class CsvRowsTest {
    @TempDir private Path folder;

    /** A row with the line it begins on. */
    record Row(int line, List<String> cells) {}

    /** All rows until the end, or until what is wrong. */
    private List<Row> read(String name, byte[] content, List<String> problems) throws IOException {
        List<Row> rows = new ArrayList<>();
        CsvLines lines = new CsvLines(Files.write(folder.resolve(name), content), ',');
        try {
            lines.forEachAsItIs(row -> rows.add(new Row(row.line(), row.texts())));
        } catch (EtudeException e) {
            problems.add(String.valueOf(e.getMessage()));
        }
        return rows;
    }

    private List<Row> read(String name, String content) throws IOException {
        List<String> problems = new ArrayList<>();
        List<Row> rows = read(name, content.getBytes(StandardCharsets.UTF_8), problems);
        assertThat(problems).isEmpty();
        return rows;
    }

    /** Lines of any length, so that pieces end everywhere in them. */
    @Test
    void rowsAndTheirLinesDoNotDependOnWherePiecesEnd() throws IOException {
        Random random = new Random(5);
        for (String end : List.of("\n", "\r", "\r\n")) {
            for (int firstQuote : new int[] {Integer.MAX_VALUE, 70_000}) {
                StringBuilder table = new StringBuilder("\uFEFFa,b" + end);
                List<Row> expected = new ArrayList<>();
                for (int line = 2; table.length() < 100_000; line++) {
                    String one = "x".repeat(random.nextInt(200)) + line;
                    String other = random.nextInt(20) == 0 ? "größer 🚀" : "y" + line;
                    boolean empty = random.nextInt(30) == 0;
                    String quote = table.length() < firstQuote ? "" : "\"";
                    if (!empty) {
                        table.append(one).append(',').append(quote + other + quote);
                        expected.add(new Row(line, List.of(one, other)));
                    }
                    table.append(end);
                }
                assertThat(read("table.csv", table.toString()))
                        .as(() -> "lines end in " + end.codePoints().boxed().toList())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void whatIsWrongIsSaidAfterTheRowsBeforeIt() throws IOException {
        byte[] good = ("a,b\n" + "12345,67890\n".repeat(30_000)).getBytes(StandardCharsets.UTF_8);
        byte[] noText = Arrays.copyOf(good, good.length);
        noText[good.length - 4] = (byte) 0xe9;
        List<String> problems = new ArrayList<>();
        assertThat(read("latin1.csv", noText, problems)).hasSizeGreaterThan(10_000);
        assertThat(problems)
                .singleElement()
                .asString()
                .endsWith(
                        ":30001: expected UTF-8 text, found byte 0xe9 at offset "
                                + (good.length - 4));

        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(good);
        }
        problems.clear();
        byte[] cutOff = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 10);
        assertThat(read("cut.csv.gz", cutOff, problems)).hasSizeGreaterThan(10_000);
        assertThat(problems).singleElement().asString().contains("cut.csv.gz: ");
    }

    @Test
    void rowIsRefusedAtItsLineWhereItIsTooLong() throws IOException {
        String rows = "a,b\n" + "1,2\n".repeat(5_000);
        String allowed = "1".repeat(CsvRows.LONGEST_ROW - 2);
        assertThat(read("long.csv", rows + allowed + ",2\n3,4\n")).hasSize(5_002);
        Path file = folder.resolve("longer.csv");
        Files.writeString(file, rows + "1".repeat(4 * CsvRows.LONGEST_ROW) + ",2\n3,4\n");
        assertThatThrownBy(() -> new CsvLines(file, ',').forEachAsItIs(row -> {}))
                .hasMessageStartingWith(file + ":5002: expected well-formed values")
                .hasMessageContaining("a row of more than 4194304 characters");
    }
}
