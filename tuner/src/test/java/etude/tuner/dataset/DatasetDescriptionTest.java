package etude.tuner.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.source.DataRoot;
import etude.datasets.source.DatasetSummary;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatasetDescriptionTest {
    @TempDir private Path folder;

    @Test
    void columnsOfATableAreExplained() throws IOException {
        StringBuilder rows = new StringBuilder("time;color;y\n");
        for (int i = 0; i < 40; i++) {
            rows.append(1_700_000_000_000L + i / 2).append(i % 3 == 0 ? ";red" : ";blue");
            rows.append(i % 2 == 0 ? ";a\n" : ";b\n");
        }
        Path table = Files.writeString(folder.resolve("table.csv"), rows);
        DatasetConfig config =
                new DatasetConfig(
                        new SourceConfig.Csv(
                                table.toString(), "y", SourceConfig.Task.CLASSIFICATION, false),
                        Optional.empty(),
                        0.2,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        false,
                        0,
                        List.of());
        DataRoot root = new DataRoot(folder, folder.resolve("cache"));
        try (Splits splits = Sources.open(config, root, note -> {})) {
            assertThat(new DatasetDescription(DatasetSummary.of(splits)).lines())
                    .contains("Input:   vectors of 3 numbers", "Target:  one of 2 classes")
                    .anyMatch(line -> line.matches("column +taken for +mean .* because"))
                    .anyMatch(
                            line ->
                                    line.matches(
                                            "'time' +number +1\\.7e12 .* 40 of 40 cells are numbers"))
                    .anyMatch(
                            line -> line.matches("'color' +2 categories .*such as 'red' in line 2"))
                    .anyMatch(line -> line.matches("'y' +target, 2 classes .*"))
                    .anyMatch(line -> line.endsWith("is read with ';' between the values."));
        }
    }

    @Test
    void tokensOfATextAreCountedAndThoseThatTrainingLacksAreSaid() throws IOException {
        Path text = Files.writeString(folder.resolve("t.txt"), "ab ".repeat(30) + "äb äb");
        DatasetConfig config =
                new DatasetConfig(
                        new SourceConfig.Text(
                                text.toString(), SourceConfig.TextVocabulary.CHARACTER, 4),
                        Optional.empty(),
                        0.1,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        false,
                        0,
                        List.of());
        DataRoot root = new DataRoot(folder, folder.resolve("cache"));
        try (Splits splits = Sources.open(config, root, note -> {})) {
            // 95 characters: 85 train, 84 of them are predicted; 10 validate, and 2 windows fit.
            assertThat(new DatasetDescription(DatasetSummary.of(splits)).lines())
                    .anyMatch(line -> line.matches("tokens to predict +84 +8"))
                    .anyMatch(line -> line.matches("bytes per token +1.00 +1.25"))
                    .anyMatch(line -> line.matches("ends of texts +0 +0"))
                    .anyMatch(line -> line.matches("tokens that training lacks +0 +2 of 1 kind"));
        }
    }
}
