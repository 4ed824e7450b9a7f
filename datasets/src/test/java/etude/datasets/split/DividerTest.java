package etude.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Target;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.Encoding;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splits with regard to classes, groups, and what only the training split may say. */
final class DividerTest {
    @TempDir private Path folder;

    @Test
    void sharesAreExactToOneWhateverTheSizes() {
        Random random = new Random(5);
        for (int number = 0; number < 2_000; number++) {
            int[] classes =
                    IntStream.range(0, 1 + random.nextInt(12))
                            .map(
                                    c ->
                                            random.nextInt(4) == 0
                                                    ? random.nextInt(3)
                                                    : random.nextInt(90))
                            .toArray();
            int all = Arrays.stream(classes).sum();
            if (all == 0) {
                continue;
            }
            int test = random.nextInt(all + 1);
            int validation = random.nextInt(all - test + 1);
            int[] splits = {test, validation, all - test - validation};
            int[][] shares = ExactShares.of(classes, splits);
            for (int s = 0; s < 3; s++) {
                int split = s;
                assertThat(Arrays.stream(shares).mapToInt(row -> row[split]).sum())
                        .isEqualTo(splits[s]);
            }
            for (int c = 0; c < classes.length; c++) {
                assertThat(Arrays.stream(shares[c]).sum()).isEqualTo(classes[c]);
                for (int s = 0; s < 3; s++) {
                    double exact = (double) classes[c] * splits[s] / all;
                    assertThat(Math.abs(shares[c][s] - exact)).isLessThan(1);
                }
            }
        }
    }

    private Path table(int rows) throws IOException {
        StringBuilder text = new StringBuilder("customer,x,y\n");
        Random random = new Random(3);
        for (int row = 0; row < rows; row++) {
            text.append(
                    "c%d,%s,%s\n"
                            .formatted(
                                    random.nextInt(rows / 10),
                                    row % 4 == 0 ? "" : Integer.toString(row),
                                    row % 20 == 0 ? "rare" : row % 3 == 0 ? "some" : "most"));
        }
        return Files.writeString(folder.resolve("t.csv"), text);
    }

    private Splits open(Path table, boolean stratify, Optional<String> group, Impute impute) {
        ColumnConfig x =
                new ColumnConfig(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(impute),
                        Optional.empty(),
                        Optional.empty());
        ColumnConfig ignored =
                new ColumnConfig(
                        Optional.of(ColumnConfig.Type.IGNORE),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        SourceConfig csv =
                new SourceConfig.Csv(
                        table.toString(),
                        "y",
                        SourceConfig.Task.CLASSIFICATION,
                        false,
                        Optional.empty(),
                        Map.of("x", x, "customer", ignored));
        DatasetConfig config =
                new DatasetConfig(
                        csv,
                        Optional.empty(),
                        0.2,
                        Optional.empty(),
                        0.1,
                        Optional.empty(),
                        false,
                        7,
                        stratify,
                        group,
                        List.of());
        return Sources.open(config, new DataRoot(folder, folder.resolve("cache")), note -> {});
    }

    @Test
    void stratifiedSplitsHaveTheClassesOfTheWhole() throws IOException {
        Path table = table(1_000);
        try (Splits splits = open(table, true, Optional.empty(), Impute.MEAN);
                Splits again = open(table, true, Optional.empty(), Impute.MEAN)) {
            assertThat(splits.train().spec().target())
                    .isEqualTo(new Target.Classes(List.of("most", "rare", "some")));
            assertThat(TargetScan.counts(splits.test().orElseThrow())).containsExactly(63, 5, 32);
            assertThat(TargetScan.counts(splits.validation())).containsExactly(127, 10, 63);
            assertThat(TargetScan.counts(splits.train())).containsExactly(443, 35, 222);
            assertThat(names(splits.validation())).isEqualTo(names(again.validation())).isSorted();
            Set<String> all = new HashSet<>(names(splits.train()));
            all.addAll(names(splits.validation()));
            all.addAll(names(splits.test().orElseThrow()));
            assertThat(all).hasSize(1_000);
        }
    }

    private static List<String> names(Dataset examples) {
        return IntStream.range(0, examples.size())
                .mapToObj(examples::name)
                .map(name -> "%6s".formatted(name.substring(name.lastIndexOf(':') + 1)))
                .toList();
    }

    @Test
    void noGroupStandsInTwoSplits() throws IOException {
        try (Splits splits = open(table(1_000), false, Optional.of("customer"), Impute.MEAN)) {
            Set<Long> train = groups(splits.train());
            Set<Long> validation = groups(splits.validation());
            Set<Long> test = groups(splits.test().orElseThrow());
            assertThat(train)
                    .doesNotContainAnyElementsOf(validation)
                    .doesNotContainAnyElementsOf(test);
            assertThat(validation).doesNotContainAnyElementsOf(test);
            // About ten rows a group.
            assertThat(splits.test().orElseThrow().size()).isBetween(90, 110);
            assertThat(splits.validation().size()).isBetween(190, 210);
        }
        Path one =
                Files.writeString(folder.resolve("one.csv"), "customer,x,y\nc,1,a\nc,2,b\nc,3,b\n");
        assertThatThrownBy(() -> open(one, false, Optional.of("customer"), Impute.MEAN))
                .hasMessageStartingWith("dataset.group: expected more groups than are held out");
    }

    private static Set<Long> groups(Dataset examples) {
        Set<Long> groups = new HashSet<>();
        for (int index = 0; index < examples.size(); index++) {
            groups.add(examples.group(index));
        }
        return groups;
    }

    @Test
    void whatStandsForMissingValuesIsOfTheTrainingSplitAlone() throws IOException {
        Path table = table(400);
        for (Impute impute : List.of(Impute.MEAN, Impute.MEDIAN, Impute.INDICATOR)) {
            try (Splits splits = open(table, false, Optional.empty(), impute)) {
                double[] present =
                        names(splits.train()).stream()
                                .mapToInt(name -> Integer.parseInt(name.strip()) - 2)
                                .filter(row -> row % 4 != 0)
                                .mapToDouble(row -> row)
                                .sorted()
                                .toArray();
                int middle = present.length / 2;
                double expected =
                        impute != Impute.MEDIAN
                                ? Arrays.stream(present).average().orElseThrow()
                                : present.length % 2 == 1
                                        ? present[middle]
                                        : (present[middle - 1] + present[middle]) / 2;
                Encoding.Column.Imputed x =
                        (Encoding.Column.Imputed)
                                ((Encoding.Table) splits.encoding()).columns().get(0);
                assertThat(Math.abs(x.fill() - expected)).isLessThan(1e-4);
                requireFilled(splits.validation(), x);
                requireFilled(splits.test().orElseThrow(), x);
            }
        }
    }

    private static void requireFilled(Dataset split, Encoding.Column.Imputed x) {
        float[] missing = new float[x.width()];
        x.write(Double.NaN, missing, 0);
        Batch batch = new Batch(split.spec(), 2);
        for (int index = 0; index < split.size(); index++) {
            int row = Integer.parseInt(names(split).get(index).strip()) - 2;
            split.read(index, batch, 1);
            float[] found = Arrays.copyOfRange(batch.vectors(), x.width(), 2 * x.width());
            if (row % 4 == 0) {
                assertThat(found).isEqualTo(missing);
            } else if (x.hasIndicator()) {
                assertThat(found[1]).isZero();
            }
        }
    }
}
