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
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvDatasetTest extends CsvTables {
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
        Path file = folder().resolve("a.tsv.gz");
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
        Path file = folder().resolve("latin1.csv");
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
        refuses("x,y\n1,a\n2,\"b\n3,c\n", ":3: expected well-formed values");
        refuses("x,y\n1,a\n2,\"b", ":3: expected well-formed values");
    }

    @Test
    void valuesWithinQuotesMayHaveSpacesAroundThemAndLinesInThem() throws IOException {
        Path file = write("a.csv", "x , \"y\" \n\n 1, \"a\nb\" \n2 ,\"say \"\"c\"\"\"");
        try (CsvDataset table = open(file, "y", Task.CLASSIFICATION)) {
            assertThat(((Target.Classes) table.spec().target()).names())
                    .containsExactly("a\nb", "say \"c\"");
            assertThat(table.name(0)).as("where it begins").isEqualTo(file + ":3");
            assertThat(table.name(1)).isEqualTo(file + ":5");
        }
    }

    /** The reader's own parser of numbers gives the JDK's bits. */
    @Test
    void numbersAreTheNearestDoubles() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            String text =
                    i % 2 == 0
                            ? Double.toString(number)
                            : "%d.%de%d"
                                    .formatted(
                                            random.nextInt(1000),
                                            random.nextLong() >>> 1,
                                            random.nextInt(90) - 45);
            boolean holds = CsvCell.isNumber(text) && Float.isFinite(Float.parseFloat(text));
            assertThat(Decimal.value(text))
                    .as(text)
                    .satisfies(value -> assertThat(holds).isEqualTo(Double.isFinite(value)))
                    .matches(value -> !holds || value == Double.parseDouble(text));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1", "+1.", ".5", "1e5", "1.5E-05", "007"})
    void theseAreNumbers(String text) {
        assertThat(Decimal.value(text)).isEqualTo(Double.parseDouble(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "+", ".", "e5", "1e", "1e+", "1f", "0x1", "1 ", "1.2.3", "--1", "1,5", "\u0661"
            })
    void theseAreNot(String text) {
        assertThat(CsvCell.isNumber(text)).isFalse();
        assertThat(Decimal.value(text)).isNaN();
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
        refuses(
                "x,y\n" + rows,
                ":1: expected at most 1,000 inputs of categories (numbers, or dates and texts of which dataset.columns says what they are), found more than 1,000: 'x' with more than 1,000 (an identifier?); set dataset.columns: {x: {type: ignore}}");
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

    @Test
    void badRowsAreNamedTogether() throws IOException {
        refuses(
                "x,y\n1,a\n,b\n2\n3,NA\n",
                """
                3 rows are not as expected:
                  %1$s:3: expected a value for 'x', found a missing value (''); fill it in, leave the row out, or say in dataset.columns what stands for it ({x: {impute: indicator}})
                  %1$s:4: expected 2 values, as in the header, found 1 values
                  %1$s:5: expected a value for 'y', found a missing value ('NA')""");
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
        Path zeros = folder().resolve("zeros.csv");
        try (RandomAccessFile file = new RandomAccessFile(zeros.toFile(), "rw")) {
            file.setLength(20_000_000_000L);
        }
        assertThatThrownBy(() -> open(zeros, "y", Task.CLASSIFICATION))
                .hasMessageContaining("expected UTF-8 text, found a zero byte at offset 0");
        Files.delete(zeros);
        Path utf16 = folder().resolve("utf16.csv");
        Files.write(utf16, "x,y\n1,a\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> open(utf16, "y", Task.CLASSIFICATION))
                .hasMessageContaining(":1: expected UTF-8 text, found byte 0xfe at offset 0");
        refuses("x".repeat(1_100_000), ":1: expected a header line of at most 1048576 characters");
        Path open = write("open.csv", "x,y\n\"1,a\n" + "2,b\n".repeat(1_200_000));
        assertThatThrownBy(() -> open(open, "y", Task.CLASSIFICATION))
                .hasMessageStartingWith(open + ":")
                .hasMessageEndingWith("of more than 4194304 characters (is a quote not closed?)");
    }
}
