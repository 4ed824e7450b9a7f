package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.TableColumn;
import etude.datasets.Target;
import etude.datasets.config.CellText;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.config.SourceConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a config says of columns. */
final class CsvConfiguredColumnsTest extends CsvTables {
    private static ColumnConfig type(ColumnConfig.Type type) {
        return column(Optional.of(type), List.of(), Optional.empty(), Optional.empty());
    }

    private static ColumnConfig impute(Impute impute, String... missing) {
        return column(Optional.empty(), List.of(missing), Optional.of(impute), Optional.empty());
    }

    private static ColumnConfig column(
            Optional<ColumnConfig.Type> type,
            List<String> missing,
            Optional<Impute> impute,
            Optional<String> fill) {
        return new ColumnConfig(
                type,
                missing.isEmpty()
                        ? Optional.empty()
                        : Optional.of(missing.stream().map(CellText::new).toList()),
                impute,
                fill.map(CellText::new),
                Optional.empty());
    }

    private static SourceConfig.Csv csv(Path file, Map<String, ColumnConfig> columns) {
        return new SourceConfig.Csv(
                file.toString(),
                "y",
                SourceConfig.Task.CLASSIFICATION,
                false,
                Optional.empty(),
                columns);
    }

    private CsvDataset open(String content, Map<String, ColumnConfig> columns) throws IOException {
        Path file = write("a.csv", content);
        return open(file, csv(file, columns));
    }

    private static float[] row(CsvDataset table, int row) {
        Batch batch = new Batch(table.spec(), 1);
        table.read(row, batch, 0);
        return batch.vectors();
    }

    @Test
    void ignoredColumnsAreNotReadWhateverTheyHold() throws IOException {
        try (CsvDataset table =
                open("id,x,y\n,1,a\nNA,3,b\n", Map.of("id", type(ColumnConfig.Type.IGNORE)))) {
            assertThat(row(table, 0)).containsExactly(-1);
            assertThat(table.columns().stream().map(TableColumn::kind))
                    .containsExactly("ignored", "number", "target, 2 classes");
            assertThat(table.encoding().columns()).hasSize(1);
            // A second file may lack it.
            assertThat(row(like(table, "x,y\n5,b\n"), 0)).containsExactly(3);
            assertThat(row(like(table, "id,x,y\n7,5,b\n"), 0)).containsExactly(3);
        }
    }

    @Test
    void numbersMayBeCategories() throws IOException {
        try (CsvDataset table =
                open("x,y\n10,a\n9,b\n10.0,b\n", Map.of("x", type(ColumnConfig.Type.CATEGORY)))) {
            assertThat(row(table, 0)).containsExactly(0, 1);
            assertThat(row(table, 1)).containsExactly(1, 0);
            assertThat(row(table, 2)).containsExactly(0, 1);
        }
    }

    @Test
    void datesAreDaysAndPlacesInYearAndWeek() throws IOException {
        try (CsvDataset table =
                open(
                        "when,y\n2024-01-01,a\n2024-01-08,b\n2024-01-15,b\n",
                        Map.of("when", type(ColumnConfig.Type.DATE)))) {
            float[] first = row(table, 0);
            float[] second = row(table, 1);
            assertThat(first).hasSize(5);
            assertThat(List.of(first[0], second[0])).containsExactly(-7f, 0f);
            assertThat(Arrays.copyOfRange(first, 3, 5)).isEqualTo(Arrays.copyOfRange(second, 3, 5));
            double turns = LocalDate.of(2024, 1, 1).toEpochDay() / 365.2425;
            assertThat(first[1]).isEqualTo((float) StrictMath.sin(2 * Math.PI * (turns % 1)));
            assertThat(first[2]).isEqualTo((float) StrictMath.cos(2 * Math.PI * (turns % 1)));
        }
    }

    @Test
    void orderOfDatesIsToldByThemOrByTheConfig() throws IOException {
        String unsure = "when,y\n03/04/2024,a\n05/06/2024,b\n";
        assertThatThrownBy(() -> open(unsure, Map.of("when", type(ColumnConfig.Type.DATE))))
                .hasMessageContaining("date_order: day_first}")
                .hasMessageContaining("dates that may be day_first or month_first");
        ColumnConfig dayFirst =
                new ColumnConfig(
                        Optional.of(ColumnConfig.Type.DATE),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(DateOrder.DAY_FIRST));
        try (CsvDataset table = open(unsure, Map.of("when", dayFirst))) {
            assertThat(row(table, 1)[0] - row(table, 0)[0]).isEqualTo(63); // 3 April to 5 June
        }
        try (CsvDataset table =
                open(
                        "when,y\n03/04/2024,a\n05/16/2024,b\n",
                        Map.of("when", type(ColumnConfig.Type.DATE)))) {
            assertThat(row(table, 1)[0] - row(table, 0)[0]).isEqualTo(73); // 4 March to 16 May
        }
        assertThatThrownBy(
                        () ->
                                open(
                                        "when,y\n13/04/2024,a\n05/16/2024,b\n",
                                        Map.of("when", type(ColumnConfig.Type.DATE))))
                .hasMessageContaining(
                        ":3: expected a date for 'when' in the order of those before");
        assertThatThrownBy(
                        () ->
                                open(
                                        "when,y\n2024-04-31,a\n2024-05-16,b\n",
                                        Map.of("when", type(ColumnConfig.Type.DATE))))
                .hasMessageContaining(":2: expected a date for 'when'")
                .hasMessageContaining("found '2024-04-31'");
    }

    @Test
    void missingValuesWaitForTheTrainingSplitOrHaveAConstant() throws IOException {
        String rows = "x,c,y\n1,r,a\n-,r,b\n4,,b\nNA,g,a\n";
        try (CsvDataset table =
                open(
                        rows,
                        Map.of(
                                "x",
                                impute(Impute.MEDIAN, "-", "NA"),
                                "c",
                                impute(Impute.INDICATOR)))) {
            assertThat(row(table, 0)).containsExactly(-1.5f, 0, 1, 0);
            assertThat(row(table, 1)).containsExactly(Float.NaN, 0, 1, 0);
            assertThat(row(table, 2)).containsExactly(1.5f, 0, 0, 1);
            assertThat(table.columns().get(0).reason())
                    .endsWith("numbers, all are different, 2 are missing");
        }
        try (CsvDataset table =
                open(
                        rows,
                        Map.of(
                                "x",
                                column(
                                        Optional.empty(),
                                        List.of("-", "NA"),
                                        Optional.of(Impute.CONSTANT),
                                        Optional.of("2")),
                                "c",
                                column(
                                        Optional.empty(),
                                        List.of(),
                                        Optional.of(Impute.CONSTANT),
                                        Optional.of("g"))))) {
            assertThat(row(table, 1)).containsExactly(-0.5f, 0, 1);
            assertThat(row(table, 2)).containsExactly(1.5f, 1, 0);
        }
    }

    @Test
    void whatAConfigGetsWrongIsSaid() throws IOException {
        String rows = "x,c,y\n1,r,a\n2,g,b\n";
        assertThatThrownBy(() -> open(rows, Map.of("z", type(ColumnConfig.Type.IGNORE))))
                .hasMessageContaining(":1: expected the column 'z', which dataset.columns names");
        assertThatThrownBy(() -> open(rows, Map.of("c", impute(Impute.MEAN))))
                .hasMessageContaining("expected impute: indicator or constant for 'c'");
        assertThatThrownBy(
                        () ->
                                open(
                                        rows,
                                        Map.of(
                                                "c",
                                                column(
                                                        Optional.empty(),
                                                        List.of(),
                                                        Optional.of(Impute.CONSTANT),
                                                        Optional.of("b")))))
                .hasMessageContaining("as fill_value, found 'b'");
        assertThatThrownBy(() -> open("x,c,y\n,r,a\n,g,b\n", Map.of("x", impute(Impute.MEAN))))
                .hasMessageContaining("expected values in 'x'")
                .hasMessageContaining("found 2 missing ones and no other");
        assertThatThrownBy(
                        () ->
                                open(
                                        rows,
                                        Map.of(
                                                "x",
                                                type(ColumnConfig.Type.IGNORE),
                                                "c",
                                                type(ColumnConfig.Type.IGNORE))))
                .hasMessageContaining("expected a column to predict 'y' from");
        assertThatThrownBy(() -> csv(Path.of("a.csv"), Map.of("y", type(ColumnConfig.Type.NUMBER))))
                .hasMessageStartingWith("columns: y is the target");
    }

    /** The example of an identifier, a date and a free text: 1,617 inputs. */
    @Test
    void widthsThatExplodeAreRefusedWithTheColumnsNames() throws IOException {
        String rows =
                IntStream.range(0, 600)
                        .mapToObj(
                                i ->
                                        "c%03d,%s,wrote about thing %d,%s\n"
                                                .formatted(
                                                        i,
                                                        LocalDate.of(2023, 1, 1).plusDays(i % 417),
                                                        i,
                                                        i % 2 == 0 ? "a" : "b"))
                        .collect(Collectors.joining());
        String table = "id,when,note,y\n" + rows;
        assertThatThrownBy(() -> open(table, Map.of()))
                .hasMessageContaining("found 1,617: ")
                .hasMessageContaining("'id' with 600 (an identifier?)")
                .hasMessageContaining("'note' with 600 (free text)")
                .hasMessageContaining("'when' with 417 (dates)")
                .hasMessageContaining(
                        "id: {type: ignore}, note: {type: ignore}, when: {type: date}")
                .hasMessageContaining("--target y --write-config");
        Map<String, ColumnConfig> meant =
                Map.of(
                        "id", type(ColumnConfig.Type.CATEGORY),
                        "when", type(ColumnConfig.Type.CATEGORY),
                        "note", type(ColumnConfig.Type.CATEGORY));
        try (CsvDataset meantSo = open(table, meant)) {
            assertThat(meantSo.spec().features().elements()).isEqualTo(1617);
        }
    }

    @Test
    void newRowsBecomeWhatTheyWereInTraining() throws IOException {
        String rows = "id,when,x,c,y\n1,2024-01-01,1,r,a\n2,2024-03-01,,g,b\n3,2024-02-01,4,,b\n";
        Map<String, ColumnConfig> columns =
                Map.of(
                        "id",
                        type(ColumnConfig.Type.IGNORE),
                        "when",
                        type(ColumnConfig.Type.DATE),
                        "x",
                        column(
                                Optional.empty(),
                                List.of(),
                                Optional.of(Impute.CONSTANT),
                                Optional.of("7")),
                        "c",
                        impute(Impute.INDICATOR));
        try (CsvDataset trained = open(rows, columns)) {
            List<NewExample> read = new ArrayList<>();
            Path file = write("new.csv", rows.replace("id,", "extra,"));
            NewExamples.of(trained.encoding(), List.of(file)).forEach(read::add);
            for (int i = 0; i < 3; i++) {
                Batch batch = new Batch(trained.spec(), 1);
                ((NewExample.Read) read.get(i)).content().write(batch, 0);
                assertThat(batch.vectors()).isEqualTo(row(trained, i));
            }
            Target target = trained.spec().target();
            CsvDataset as =
                    CsvDataset.openAs(trained.encoding(), target, file, cache(), note -> {});
            assertThat(row(as, 1)).isEqualTo(row(trained, 1));
            Path bad = write("bad.csv", "when,x,c\n01.02.2024,1,r\n2024-01-01,x,r\n");
            List<NewExample> unreadable = new ArrayList<>();
            NewExamples.of(trained.encoding(), List.of(bad)).forEach(unreadable::add);
            assertThat(unreadable)
                    .extracting(example -> ((NewExample.Unreadable) example).problem())
                    .containsExactly(
                            "expected a date for 'when', such as 2024-01-31, found '01.02.2024'",
                            "expected a finite number for 'x', found 'x'");
        }
    }

    /** Whether a row has quotes decides who cuts it, and nothing else. */
    @Test
    void tablesWithAndWithoutQuotesAreReadAlike() throws IOException {
        String plain = " a ,b\r\nx , y\r\n\n1,\r,2\n z";
        Path without = write("plain.csv", plain);
        Path with = write("quoted.csv", plain.replace(" a ", "\"a\""));
        List<List<String>> expected =
                List.of(List.of("x", "y"), List.of("1", ""), List.of("", "2"), List.of("z"));
        for (Path file : List.of(without, with)) {
            List<List<String>> rows = new ArrayList<>();
            List<Integer> lines = new ArrayList<>();
            CsvLines.open(file, header -> header.contains("a"))
                    .forEachAsItIs(
                            row -> {
                                rows.add(row.texts());
                                lines.add(row.line());
                            });
            assertThat(rows).as(file.toString()).isEqualTo(expected);
            assertThat(lines).as(file.toString()).containsExactly(2, 4, 5, 6);
        }
        // Longer than what is read at once, with the first quote far behind.
        String rows = "12345,67890\n".repeat(20_000) + "\"1,5\",\"x\ny\"\n3,4";
        List<List<String>> read = new ArrayList<>();
        List<Integer> lines = new ArrayList<>();
        CsvLines.open(write("long.csv", "a,b\n" + rows), header -> header.contains("a"))
                .forEachAsItIs(
                        row -> {
                            read.add(row.texts());
                            lines.add(row.line());
                        });
        assertThat(read).hasSize(20_002);
        assertThat(read.subList(0, 20_000)).allMatch(row -> row.equals(List.of("12345", "67890")));
        assertThat(read.subList(20_000, 20_002))
                .containsExactly(List.of("1,5", "x\ny"), List.of("3", "4"));
        assertThat(lines.subList(19_999, 20_002)).containsExactly(20_001, 20_002, 20_004);
    }
}
