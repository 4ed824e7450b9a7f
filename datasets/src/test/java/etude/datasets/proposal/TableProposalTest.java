package etude.datasets.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.config.CellText;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.config.SourceConfig.Task;
import etude.datasets.reader.TableProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What columns of made-up tables are taken for. */
final class TableProposalTest {
    @TempDir private Path folder;

    /** Cells by the number of their row. */
    private TableProposal proposed(int rows, Map<String, IntFunction<String>> columns)
            throws IOException {
        StringBuilder text = new StringBuilder(String.join(",", columns.keySet())).append('\n');
        for (int row = 0; row < rows; row++) {
            int number = row;
            text.append(
                            String.join(
                                    ",",
                                    columns.values().stream()
                                            .map(column -> column.apply(number))
                                            .toList()))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("t.csv"), text);
        return TableProposal.of(TableProfile.read(file, "y"), "y");
    }

    private static final String[] WORDS = {
        "paid", "late", "again", "called", "about", "the", "bill", "and", "moved", "twice", "asked"
    };

    private static String sentence(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 4 + random.nextInt(6); i > 0; i--) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString().strip();
    }

    /** One column of each kind; what it is to be taken for is in its name. */
    private static Map<String, IntFunction<String>> columns(Random random) {
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        columns.put("IDENTIFIER row", row -> Integer.toString(5_000 + row));
        columns.put("IDENTIFIER text", row -> "c%08x".formatted(row * 2_654_435_761L));
        int[] shuffled = random.ints(0, 100_000_000).distinct().limit(2_000).toArray();
        columns.put("IDENTIFIER customer_id", row -> Integer.toString(shuffled[row]));
        columns.put(
                "DATE", row -> LocalDate.of(2020, 1, 1).plusDays(random.nextInt(900)).toString());
        columns.put(
                "DATE gaps",
                row ->
                        random.nextInt(10) == 0
                                ? "-"
                                : "%02d.%02d.2023"
                                        .formatted(1 + random.nextInt(28), 1 + random.nextInt(12)));
        columns.put("FREE_TEXT", row -> sentence(random));
        columns.put("CONSTANT", row -> "EUR");
        columns.put("MOSTLY_MISSING", row -> random.nextInt(40) == 0 ? "7" : "");
        columns.put("NUMBER", row -> String.format(Locale.ROOT, "%.2f", random.nextGaussian()));
        columns.put("NUMBER cents", row -> Integer.toString(random.nextInt(100_000_000)));
        columns.put(
                "NUMBER gaps", row -> random.nextInt(50) == 0 ? "NaN" : "" + random.nextInt(90));
        columns.put("NUMBER few", row -> "" + random.nextInt(3));
        columns.put("CATEGORY", row -> "town" + random.nextInt(30));
        columns.put("CATEGORY flag", row -> random.nextInt(3) == 0 ? "yes" : "");
        columns.put("CATEGORY product", row -> "a set of " + random.nextInt(12) + " cups");
        return columns;
    }

    @Test
    void columnsAreTakenForWhatTheyWereMadeAs() throws IOException {
        Map<ColumnFinding, Integer> wrong = new EnumMap<>(ColumnFinding.class);
        for (int rows : new int[] {60, 400}) {
            for (int seed = 0; seed < 6; seed++) {
                Random random = new Random(seed);
                Map<String, IntFunction<String>> columns = columns(random);
                columns.put("y", row -> random.nextInt(3) == 0 ? "b" : "a");
                for (ColumnProposal column : proposed(rows, columns).columns()) {
                    ColumnFinding made = ColumnFinding.valueOf(column.name().replaceAll(" .*", ""));
                    if (column.finding() != made) {
                        wrong.merge(made, 1, Integer::sum);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aLeakAndWhatStandsForMissingValuesAreProposed() throws IOException {
        Random random = new Random(2);
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        boolean[] gone = new boolean[900];
        for (int row = 0; row < gone.length; row++) {
            gone[row] = random.nextInt(3) == 0;
        }
        columns.put("closed_on", row -> gone[row] ? "2024-05-" + (10 + row % 20) : "");
        columns.put("income", row -> row % 50 == 7 ? "none" : "" + random.nextInt(9_000));
        columns.put("age", row -> row % 8 == 7 ? "" : "" + random.nextInt(70));
        columns.put("since", row -> "%02d/%02d/2021".formatted(1 + row % 12, 1 + row % 7));
        columns.put("town", row -> row % 9 == 1 ? "" : "t" + random.nextInt(4));
        columns.put("y", row -> gone[row] ? "gone" : "here");
        TableProposal proposal = proposed(900, columns);
        assertThat(proposal.task()).isEqualTo(Task.CLASSIFICATION);
        List<ColumnConfig> configs =
                proposal.columns().stream().map(ColumnProposal::config).toList();
        assertThat(proposal.columns().get(0).finding()).isEqualTo(ColumnFinding.LEAK);
        assertThat(configs.get(0).isIgnored()).isTrue();
        assertThat(proposal.columns().get(0).reason())
                .startsWith("a leak? alone it tells all but 0 of 900 rows");
        assertThat(configs.get(1).impute()).contains(Impute.MEDIAN);
        assertThat(configs.get(1).missing().orElseThrow())
                .contains(new CellText("none"), new CellText(""));
        assertThat(configs.get(2))
                .isEqualTo(
                        new ColumnConfig(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Impute.INDICATOR),
                                Optional.empty(),
                                Optional.empty()));
        assertThat(configs.get(3).type()).contains(ColumnConfig.Type.DATE);
        assertThat(configs.get(3).dateOrder()).contains(DateOrder.MONTH_FIRST);
        assertThat(proposal.columns().get(3).reason())
                .contains("nothing in them tells day from month");
        assertThat(configs.get(4).impute()).contains(Impute.INDICATOR);
    }

    @Test
    void manyDifferentNumbersAreNoClasses() throws IOException {
        Map<String, IntFunction<String>> columns = new LinkedHashMap<>();
        columns.put("x", row -> "" + row % 7);
        columns.put("y", row -> "" + row * 0.5);
        assertThat(proposed(100, columns).task()).isEqualTo(Task.REGRESSION);
        columns.put("y", row -> "" + row % 10);
        assertThat(proposed(100, columns).task()).isEqualTo(Task.CLASSIFICATION);
        columns.remove("y");
        columns.put("z", row -> "1");
        assertThatThrownBy(() -> proposed(100, columns))
                .hasMessageContaining("expected the target column 'y' and another column");
    }
}
