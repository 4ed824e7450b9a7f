package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.TableColumn;
import etude.datasets.Target;
import etude.datasets.config.SourceConfig.Task;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDatasetTest {
    @TempDir private Path folder;
    private final List<String> notes = new ArrayList<>();

    @Test
    void numbersLieAroundTheirMeanAndCategoriesBecomeOneHot() throws IOException {
        Path file = write("a.csv", "\uFEFFsize,color,kind\n1.5, red ,dog\n-2e1,\"blue\",cat\n");
        try (CsvDataset dataset = open(file, "kind", Task.CLASSIFICATION)) {
            assertThat(dataset.spec().features()).isEqualTo(new Features.Vector(3));
            assertThat(dataset.spec().target())
                    .isEqualTo(new Target.Classes(List.of("cat", "dog")));
            Batch batch = new Batch(dataset.spec(), 2);
            dataset.read(0, batch, 1);
            dataset.read(1, batch, 0);
            assertThat(batch.vectors()).containsExactly(-10.75f, 1, 0, 10.75f, 0, 1);
            assertThat(batch.labels()).containsExactly(0, 1);
            assertThat(dataset.name(1)).isEqualTo(file + ":3");
        }
    }

    @Test
    void regressionTargetIsANumberWhereverItsColumnStands() throws IOException {
        Path file = write("a.tsv", "price\tsize\n10\t1\n20.5\t2\n");
        try (CsvDataset dataset = open(file, "price", Task.REGRESSION)) {
            assertThat(dataset.spec().target()).isEqualTo(new Target.Value());
            Batch batch = new Batch(dataset.spec(), 2);
            dataset.read(0, batch, 0);
            dataset.read(1, batch, 1);
            assertThat(batch.values()).containsExactly(10, 20.5f);
            assertThat(batch.vectors()).containsExactly(-0.5f, 0.5f);
        }
    }

    @Test
    void classesThatAreNumbersAreOrderedAsNumbers() throws IOException {
        Path file = write("a.csv", "x,y\n1,10\n1,9\n1,-1\n");
        try (CsvDataset dataset = open(file, "y", Task.CLASSIFICATION)) {
            assertThat(dataset.spec().target())
                    .isEqualTo(new Target.Classes(List.of("-1", "9", "10")));
        }
    }

    @Test
    void gzipIsInflated() throws IOException {
        Path file = folder.resolve("a.tsv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("x\ty\n3\ta\n".getBytes(StandardCharsets.UTF_8));
        }
        try (CsvDataset dataset = open(file, "y", Task.CLASSIFICATION)) {
            assertThat(dataset.size()).isEqualTo(1);
        }
    }

    @Test
    void raggedRowNamesItsLine() throws IOException {
        refuses("x,y\n1,a\n2,b,c\n", ":3: expected 2 values, as in the header, found 3 values");
        refuses("x,y\n1,a\n2\n", ":3: expected 2 values, as in the header, found 1 values");
    }

    @Test
    void missingValueNamesItsLineAndColumn() throws IOException {
        refuses("x,y\n1,a\n,b\n", ":3: expected a value for 'x', found a missing value ('')");
        refuses("x,y\n1,a\nNA,b\n", ":3: expected a value for 'x', found a missing value ('NA')");
    }

    @Test
    void numberThatIsNotFiniteNamesItsLine() throws IOException {
        refuses("x,y\n1,a\nNaN,b\n", ":3: expected a finite number for 'x', found 'NaN'");
        refuses("x,y\n-inf,a\n1,b\n", ":2: expected a finite number for 'x', found '-inf'");
        refuses("x,y\n1e39,a\n1,b\n", ":2: expected a finite number for 'x', found '1e39'");
        refuses("x,y\n1,nan\n1,1\n", ":2: expected a finite number for 'y', found 'nan'");
    }

    @Test
    void nonUtf8NamesItsLine() throws IOException {
        Path file = folder.resolve("latin1.csv");
        Files.write(file, "x,y\n1,a\n2,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> open(file, "y", Task.CLASSIFICATION))
                .isInstanceOf(EtudeException.class)
                .hasMessage(file + ":3: expected UTF-8 text, found byte 0xe9 at offset 10");
    }

    @Test
    void missingTargetColumnAndDoubledColumnAreRefused() throws IOException {
        refuses(
                "x,z\n1,a\n",
                ":1: expected the target column 'y' and another column, found 'x', 'z'");
        refuses("y,x,x\n1,a,b\n", ":1: expected column names that differ and are not empty");
    }

    @Test
    void brokenQuotesNameTheirLine() throws IOException {
        refuses("x,y\n1,a\n\"2\"3,b\n", ":3: expected well-formed values");
    }

    @Test
    void emptyTableIsRefused() throws IOException {
        refuses("", ": expected a header line and rows, found an empty file");
        refuses("x,y\n", ": expected rows after the header, found none");
    }

    @Test
    void textTargetIsNoRegression() throws IOException {
        Path file = write("a.csv", "x,y\n1,2\n1,b\n");
        assertThatThrownBy(() -> open(file, "y", Task.REGRESSION))
                .hasMessageStartingWith(
                        file
                                + ":3: expected a finite number for 'y', as in 1 of 2 rows, found 'b'");
    }

    @Test
    void columnOfNamesIsRefused() throws IOException {
        String rows =
                IntStream.rangeClosed(0, 1000)
                        .mapToObj(i -> "n" + i + ",a\n")
                        .collect(Collectors.joining());
        refuses("x,y\n" + rows, ":2: expected numbers or at most 1000 different texts in 'x'");
    }

    @Test
    void secondFileIsEncodedAsTheFirst() throws IOException {
        Path first = write("train.csv", "color,size,y\nred,1,a\nblue,2,b\ngreen,3,c\n");
        try (CsvDataset training = open(first, "y", Task.CLASSIFICATION);
                CsvDataset test = like(training, "color,size,y\nred,7,b\n")) {
            assertThat(test.spec()).isEqualTo(training.spec());
            Batch batch = new Batch(test.spec(), 1);
            test.read(0, batch, 0);
            assertThat(batch.vectors()).containsExactly(0, 0, 1, 5);
            assertThat(batch.labels()).containsExactly(1);
            assertThatThrownBy(() -> like(training, "color,size,y\npink,7,b\n"))
                    .hasMessageContaining(":2: expected a value of 'color'")
                    .hasMessageContaining("found 'pink'");
            assertThatThrownBy(() -> like(training, "color,size,y\nred,x,b\n"))
                    .hasMessageContaining(":2: expected a finite number for 'size', found 'x'");
            assertThatThrownBy(() -> like(training, "size,color,y\n1,red,a\n"))
                    .hasMessageContaining("found 'size', 'color', 'y'");
            assertThatThrownBy(() -> like(training, "color,size,y\n"))
                    .isInstanceOf(CorruptFileException.class);
        }
    }

    /** Every spelling of a missing value or a number that one cell in 60 may have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NULL",
                "None",
                "Null",
                "na",
                "n/a",
                "#N/A",
                "<NA>",
                "\\N",
                "-",
                ".",
                "missing",
                "#DIV/0!",
                "\"1,234\"",
                "\"3,14\"",
                "12%",
                "$5",
                "12kg",
                "1 234",
                "1.234.567",
                "--",
                "x"
            })
    void oddCellInAColumnOfNumbersIsNamed(String cell) throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i == 41 ? cell : i * 0.5).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        String text = cell.replace("\"", "");
        refuses(
                rows.toString(),
                ":43: expected a finite number for 'x', as in 59 of 60 rows, found '" + text + "'");
        // The same in a target whose classes are numbers, of which there are few.
        StringBuilder labels = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            labels.append(i % 7).append(',').append(i == 41 ? cell : i % 3).append('\n');
        }
        refuses(
                labels.toString(),
                ":43: expected a finite number for 'y', as in 59 of 60 rows, found '" + text + "'");
    }

    @Test
    void adviceFollowsWhatTheCellLooksLike() throws IOException {
        String rows = "1,a\n2,b\n3,a\n4,b\n5,a\n6,b\n";
        refuses(
                "x,y\n" + rows + "None,a\n",
                ":8: expected a finite number for 'x', as in 6 of 7 rows, found 'None', which looks like a missing value; fill it in or leave the row out");
        refuses(
                "x,y\n" + rows + "7%,a\n",
                ":8: expected a finite number for 'x', as in 6 of 7 rows, found '7%'; write the number alone");
        refuses(
                "x,y\n" + rows + "7kg,a\n",
                ":8: expected a finite number for 'x', as in 6 of 7 rows, found '7kg'; correct the cell, or, if");
    }

    @Test
    void columnOfFormattedNumbersIsNoColumnOfCategories() throws IOException {
        refuses(
                "x;y\n3,14;a\n2,72;b\n",
                "2 cells are not as expected:\n  %s:2: expected a finite number for 'x', found '3,14'; write");
        String rows = "12%,a\n".repeat(200);
        assertThatThrownBy(
                        () -> open(write("percent.csv", "x,y\n" + rows), "y", Task.CLASSIFICATION))
                .hasMessageStartingWith("200 cells are not as expected:\n")
                .hasMessageEndingWith("\n  and 190 more");
    }

    @Test
    void badRowsAreNamedTogether() throws IOException {
        refuses(
                "x,y\n1,a\n,b\n2\n3,NA\n",
                """
                3 rows are not as expected:
                  %1$s:3: expected a value for 'x', found a missing value (''); fill it in or leave the row out
                  %1$s:4: expected 2 values, as in the header, found 1 values
                  %1$s:5: expected a value for 'y', found a missing value ('NA')""");
    }

    @Test
    void columnsSayWhatTheyWereTakenForAndWhy() throws IOException {
        StringBuilder rows = new StringBuilder("id,when,day,mixed,size,constant,code,y\n");
        for (int i = 0; i < 40; i++) {
            rows.append(
                    "%d,2024-01-%02d,202401%02d,%s,%d,5,c%d,%s\n"
                            .formatted(
                                    1000 + i * 7 % 40,
                                    1 + i % 28,
                                    1 + i % 28,
                                    i % 2 == 0 ? "7" : "S",
                                    i % 9,
                                    i,
                                    i % 3 == 0 ? "NULL" : "b"));
        }
        try (CsvDataset table = open(write("a.csv", rows.toString()), "y", Task.CLASSIFICATION)) {
            List<TableColumn> columns = table.columns();
            assertThat(columns.stream().map(column -> column.name() + ": " + column.kind()))
                    .containsExactly(
                            "id: number",
                            "when: 28 categories",
                            "day: number",
                            "mixed: 2 categories",
                            "size: number",
                            "constant: number",
                            "code: 40 categories",
                            "y: target, 2 classes");
            assertThat(columns.stream().map(TableColumn::reason))
                    .containsExactly(
                            "40 of 40 cells are numbers, all are different",
                            "40 of 40 cells are no numbers, such as '2024-01-01' in line 2",
                            "40 of 40 cells are numbers",
                            "20 of 40 cells are no numbers, such as 'S' in line 3",
                            "40 of 40 cells are numbers",
                            "40 of 40 cells are numbers, all are '5'",
                            "40 of 40 cells are no numbers, such as 'c0' in line 2, all are different",
                            "40 of 40 cells are no numbers, such as 'NULL' in line 2");
            assertThat(columns.stream().map(column -> String.join(" ", column.remarks())))
                    .satisfiesExactly(
                            id ->
                                    assertThat(id)
                                            .contains("'id' looks like an identifier or a time"),
                            when -> assertThat(when).contains("'when' holds dates, taken for 28"),
                            day -> assertThat(day).contains("'day' holds dates, taken for numbers"),
                            mixed -> assertThat(mixed).contains("20 of 40 cells look like numbers"),
                            size -> assertThat(size).isEmpty(),
                            constant -> assertThat(constant).isEmpty(),
                            code -> assertThat(code).contains("'code' looks like an identifier"),
                            y -> assertThat(y).contains("14 cells that look like missing values"));
        }
    }

    @Test
    void labelsThatAreTheSameNumberAreOneClass() throws IOException {
        Path file = write("a.csv", "x,y\n1,1.0\n2,2\n3,1\n4,2.00\n5,01\n6,1e1\n");
        try (CsvDataset training = open(file, "y", Task.CLASSIFICATION);
                CsvDataset test = like(training, "x,y\n1,2.0\n2,10\n")) {
            assertThat(training.spec().target())
                    .isEqualTo(new Target.Classes(List.of("1", "2", "1e1")));
            assertThat(labels(training)).containsExactly(0, 1, 0, 1, 0, 2);
            assertThat(labels(test)).containsExactly(1, 2);
        }
    }

    private static int[] labels(CsvDataset table) {
        Batch batch = new Batch(table.spec(), table.size());
        for (int row = 0; row < table.size(); row++) {
            table.read(row, batch, row);
        }
        return batch.labels();
    }

    /** No two of these are the same in 32 bits after 100,000,000 is added: 24 bits hold 16 Mi. */
    @Test
    void numbersFarFromZeroKeepWhatDistinguishesThem() throws IOException {
        StringBuilder rows = new StringBuilder("time,id,y\n");
        for (int i = 0; i < 400; i++) {
            rows.append(1_700_000_000_000L + 1000L * i).append(',');
            rows.append(100_000_000 + i % 6).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        try (CsvDataset table = open(write("a.csv", rows.toString()), "y", Task.CLASSIFICATION)) {
            assertThat(table.columns().get(0).origin()).isEqualTo(1_700_000_199_500.0);
            Batch batch = new Batch(table.spec(), 400);
            Set<Long> hashes = new HashSet<>();
            for (int i = 0; i < 400; i++) {
                hashes.add(table.featureHash(i, new Batch(table.spec(), 1)));
                table.read(i, batch, i);
            }
            double idOrigin = table.columns().get(1).origin();
            for (int i = 0; i < 400; i++) {
                assertThat(batch.vectors()[2 * i]).isEqualTo(1000f * i - 199_500f);
                assertThat(batch.vectors()[2 * i + 1])
                        .isEqualTo((float) (100_000_000 + i % 6 - idOrigin));
            }
            assertThat(hashes).hasSize(400);
        }
    }

    /** One outlier leaves floats no room for the rest; what was read still differs. */
    @Test
    void rowsThatDifferInTheFileHaveDifferentHashes() throws IOException {
        Path file = write("a.csv", "x,y\n1e30,a\n1,b\n2,a\n-0,b\n0,a\n");
        try (CsvDataset table = open(file, "y", Task.CLASSIFICATION)) {
            Batch room = new Batch(table.spec(), 1);
            assertThat(table.featureHash(1, room)).isNotEqualTo(table.featureHash(2, room));
            assertThat(table.featureHash(3, room)).isEqualTo(table.featureHash(4, room));
        }
    }

    @Test
    void targetOfARegressionThatFloatsHoldCoarselyIsPointedOut() throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 60; i++) {
            rows.append(i % 7).append(',').append(1_700_000_000_000L + i).append('\n');
        }
        try (CsvDataset table = open(write("a.csv", rows.toString()), "y", Task.REGRESSION)) {
            assertThat(table.columns().get(1).remarks())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "The target 'y' spreads over 59.0, where floats of 32 bits are 131072");
        }
    }

    @Test
    void delimiterIsFoundAndSaid() throws IOException {
        for (String delimiter : List.of(";", "\t", "|")) {
            String content =
                    "\uFEFF\"a, b\",c,y\n1,2,p\n3,4,q\n"
                            .replace(",c,", delimiter + "c" + delimiter);
            content = content.replace("1,2,", "1" + delimiter + "2" + delimiter);
            content = content.replace("3,4,", "3" + delimiter + "4" + delimiter);
            Path file = write("a.csv", content);
            try (CsvDataset table = open(file, "y", Task.CLASSIFICATION)) {
                assertThat(table.columns().stream().map(TableColumn::name))
                        .containsExactly("a, b", "c", "y");
                assertThat(table.remarks())
                        .singleElement()
                        .asString()
                        .startsWith(file + " is read with ");
            }
        }
    }

    @Test
    void secondFileMayHaveABomAndAnotherDelimiter() throws IOException {
        Path first = write("train.csv", "color,size,y\nred,1,a\nblue,2,b\n");
        try (CsvDataset training = open(first, "y", Task.CLASSIFICATION);
                CsvDataset test = like(training, "\uFEFF\"color\";size;y\r\nblue;3;b\r\n")) {
            assertThat(labels(test)).containsExactly(1);
        }
    }

    @Test
    void whatIsNoTextIsRefusedAtItsFirstBytes() throws IOException {
        Path zeros = folder.resolve("zeros.csv");
        try (RandomAccessFile file = new RandomAccessFile(zeros.toFile(), "rw")) {
            file.setLength(20_000_000_000L);
        }
        assertThatThrownBy(() -> open(zeros, "y", Task.CLASSIFICATION))
                .hasMessageContaining("expected UTF-8 text, found a zero byte at offset 0");
        Files.delete(zeros);
        Path utf16 = folder.resolve("utf16.csv");
        Files.write(utf16, "x,y\n1,a\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> open(utf16, "y", Task.CLASSIFICATION))
                .hasMessageContaining(":1: expected UTF-8 text, found byte 0xfe at offset 0");
        refuses("x".repeat(1_100_000), ":1: expected a header line of at most 1048576 characters");
        Path open = write("open.csv", "x,y\n\"1,a\n" + "2,b\n".repeat(1_200_000));
        assertThatThrownBy(() -> open(open, "y", Task.CLASSIFICATION))
                .hasMessageStartingWith(open + ":")
                .hasMessageEndingWith("of more than 4194304 characters (is a quote not closed?)");
    }

    @Test
    void cellsAreShownShortAndWithoutControlCharacters() throws IOException {
        refuses(
                "x,y\n1,a\n2,b\n3,a\n4,b\na\u001b[31m" + "z".repeat(1000) + ",b\n",
                ":6: expected a finite number for 'x', as in 4 of 5 rows, found 'a\\u001b[31mz");
    }

    private CsvDataset like(CsvDataset owner, String content) throws IOException {
        return CsvDataset.openLike(owner, write("second.csv", content), cache(), notes::add);
    }

    private void refuses(String content, String message) throws IOException {
        Path file = write("bad.csv", content);
        assertThatThrownBy(() -> open(file, "y", Task.CLASSIFICATION))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith(
                        message.startsWith(":")
                                ? file + message
                                : message.replace("%1$s", "%s").replace("%s", file.toString()));
    }

    private CsvDataset open(Path file, String target, Task task) {
        return CsvDataset.open(file, target, task, cache(), notes::add);
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
