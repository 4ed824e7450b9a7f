package etude.datasets.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.TableColumn;
import etude.datasets.Target;
import etude.datasets.config.SourceConfig.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What columns are taken for, and what their numbers and labels mean. */
class CsvColumnsTest extends CsvTables {
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
                "2 cells are not as expected:\n  %1$s:2: expected a finite number for 'x', found '3,14'\n  %1$s:3: expected a finite number for 'x', found '2,72'\nWrite the number alone");
        String rows = "12%,a\n".repeat(200);
        assertThatThrownBy(
                        () -> open(write("percent.csv", "x,y\n" + rows), "y", Task.CLASSIFICATION))
                .hasMessageStartingWith("200 cells are not as expected:\n")
                .hasMessageContaining("\n  and 190 more\nWrite the number alone, ");
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
    void cellsAreShownShortAndWithoutControlCharacters() throws IOException {
        refuses(
                "x,y\n1,a\n2,b\n3,a\n4,b\na\u001b[31m" + "z".repeat(1000) + ",b\n",
                ":6: expected a finite number for 'x', as in 4 of 5 rows, found 'a\\u001b[31mz");
    }
}
