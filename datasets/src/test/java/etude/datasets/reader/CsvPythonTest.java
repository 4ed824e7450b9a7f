package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import etude.datasets.Batch;
import etude.datasets.TableColumn;
import etude.datasets.config.SourceConfig;
import etude.datasets.config.SourceConfig.Task;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Awkward tables are read as Python's csv module and pandas read them: see expected.py there. */
class CsvPythonTest {
    private static final String TABLES = "/etude/datasets/reader/tables/";

    @TempDir private Path folder;

    /** What Python read: the header, the rows as texts, and the columns that are numbers. */
    record Expected(
            List<String> header, List<List<String>> rows, Map<String, List<Double>> numbers) {}

    static Stream<String> tables() {
        return expected().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("tables")
    void tableIsReadAsPythonReadsIt(String name) throws IOException {
        byte[] content = bytes(name);
        Expected expected = Objects.requireNonNull(expected().get(name));
        requireEqual(Files.write(folder.resolve(name), content), expected);
        Path zipped = folder.resolve(name + ".gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(content);
        }
        requireEqual(zipped, expected);
    }

    private void requireEqual(Path file, Expected expected) {
        CsvLines lines = CsvLines.open(file, header -> header.contains("kind"));
        assertThat(lines.header()).isEqualTo(expected.header());
        List<List<String>> rows = new ArrayList<>();
        lines.forEach(List.of(), row -> rows.add(row.texts()));
        assertThat(rows).isEqualTo(expected.rows());
        requireNumbers(file, expected);
    }

    private void requireNumbers(Path file, Expected expected) {
        try (CsvDataset table =
                CsvDataset.open(
                        file,
                        new SourceConfig.Csv(file.toString(), "kind", Task.CLASSIFICATION, false),
                        Optional.empty(),
                        folder.resolve("cache"),
                        note -> {})) {
            int feature = 0;
            Map<String, List<Double>> numbers = new TreeMap<>();
            for (TableColumn column : table.columns()) {
                if (column.kind().equals("number")) {
                    int at = feature;
                    List<Double> values = new ArrayList<>();
                    List<Double> wanted = expected.numbers().getOrDefault(column.name(), List.of());
                    assertThat(wanted).as(column.name()).hasSize(table.size());
                    for (int row = 0; row < table.size(); row++) {
                        float less = (float) (wanted.get(row) - column.origin());
                        assertThat(vector(table, row)[at]).isEqualTo(less);
                        values.add(wanted.get(row));
                    }
                    numbers.put(column.name(), values);
                }
                feature += column.features();
            }
            assertThat(numbers).isEqualTo(expected.numbers());
        }
    }

    private static float[] vector(CsvDataset table, int row) {
        Batch batch = new Batch(table.spec(), 1);
        table.read(row, batch, 0);
        return batch.vectors();
    }

    /** Whatever the texts, delimiter, line ends and quotes: what was written is read. */
    @Test
    void whatWasWrittenIsRead() throws IOException {
        Random random = new Random(7);
        for (int number = 0; number < 200; number++) {
            int columns = 2 + random.nextInt(4);
            List<List<String>> rows = new ArrayList<>();
            for (int row = 0; row < 1 + random.nextInt(8); row++) {
                List<String> values = new ArrayList<>();
                for (int column = 0; column < columns; column++) {
                    values.add(text(random));
                }
                rows.add(values);
            }
            List<String> header = new ArrayList<>(List.of("kind"));
            while (header.size() < columns) {
                header.add(header.size() + text(random));
            }
            Path file = folder.resolve(number + (random.nextBoolean() ? ".csv" : ".tsv"));
            Files.writeString(file, written(header, rows, random));
            CsvLines lines = CsvLines.open(file, header::equals);
            assertThat(lines.header()).isEqualTo(header);
            List<List<String>> read = new ArrayList<>();
            lines.forEach(List.of(), row -> read.add(row.texts()));
            assertThat(read).isEqualTo(rows);
        }
    }

    private static String text(Random random) {
        String alphabet = "ab1.,;\t|\"'\n\r äß红🚀-";
        int[] characters = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.append('y').toString();
    }

    private static String written(List<String> header, List<List<String>> rows, Random random) {
        String delimiter = List.of(",", ";", "\t", "|").get(random.nextInt(4));
        String end = List.of("\n", "\r\n").get(random.nextInt(2));
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        return (random.nextBoolean() ? "\uFEFF" : "")
                + all.stream()
                        .map(
                                values ->
                                        values.stream()
                                                .map(value -> quoted(value, random))
                                                .collect(Collectors.joining(delimiter)))
                        .collect(Collectors.joining(end));
    }

    private static String quoted(String value, Random random) {
        return value.matches("[ab1xy.]*") && random.nextBoolean()
                ? value
                : '"' + value.replace("\"", "\"\"") + '"';
    }

    private static Map<String, Expected> expected() {
        try {
            return new ObjectMapper()
                    .readerForMapOf(Expected.class)
                    .readValue(new String(bytes("expected.json"), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = CsvPythonTest.class.getResourceAsStream(TABLES + name)) {
            if (in == null) {
                throw new IOException("no resource " + name);
            }
            return in.readAllBytes();
        }
    }
}
