package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ResolvedDurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFingerprintTest {
    private static final ResolvedDurations TWENTY_STEPS =
            new ResolvedDurations(20, 0, 0, 1, List.of(), 10, 10, 10);

    @TempDir private Path folder;

    @Test
    void tableThatIsShiftedIsAnother() throws IOException {
        DataFingerprint before = of(table(0));
        assertThatCode(() -> of(table(0)).require(checkpoint(before.facts()), TWENTY_STEPS, folder))
                .doesNotThrowAnyException();
        assertThat(of(table(1)).change(before.facts())).isPresent();
        assertThatThrownBy(
                        () ->
                                of(table(1))
                                        .require(checkpoint(before.facts()), TWENTY_STEPS, folder))
                .hasMessageStartingWith(
                        folder
                                + ": the data have changed since the checkpoint of step 10: expected ");
    }

    /** Earlier versions took other statistics, with which the run would not go on. */
    @Test
    void runOfAnEarlierVersionWithOtherNumbersSaysSo() throws IOException {
        Map<String, String> earlier =
                Map.of("data", "5 training and 1 validation examples, digest 0123456789abcdef");
        assertThatThrownBy(() -> of(table(0)).require(checkpoint(earlier), TWENTY_STEPS, folder))
                .hasMessageContaining("or this version of Etude measures them otherwise")
                .hasMessageContaining("finish the run with the version that began it");
    }

    /** Where the numbers are the same, as of texts, it goes on. */
    @Test
    void runOfAnEarlierVersionWithTheSameNumbersGoesOn() throws IOException {
        DataFingerprint now = of(table(0));
        Map<String, String> earlier = Map.of("data", now.facts().getOrDefault("data", ""));
        assertThatCode(() -> now.require(checkpoint(earlier), TWENTY_STEPS, folder))
                .doesNotThrowAnyException();
    }

    @Test
    void evaluationOnOtherDataIsRefusedAndTestExamplesCountOnlyOnThem() throws IOException {
        DataFingerprint before = of(table(0));
        LoadedCheckpoint checkpoint = checkpoint(before.facts());
        assertThatThrownBy(() -> of(table(1)).requireForEvaluation(checkpoint, false, folder))
                .hasMessageStartingWith(
                        folder
                                + ": the data have changed since the checkpoint of step 10: expected ")
                .hasMessageEndingWith("mean nothing on them, so restore them");
        Map<String, String> facts = new HashMap<>(before.facts());
        facts.put("test_data", "1 test examples, digest 0123456789abcdef");
        assertThatCode(() -> of(table(0)).requireForEvaluation(checkpoint(facts), false, folder))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> of(table(0)).requireForEvaluation(checkpoint(facts), true, folder))
                .hasMessageContaining(
                        "expected 1 test examples, digest 0123456789abcdef, found none");
    }

    private static LoadedCheckpoint checkpoint(Map<String, String> facts) {
        return new LoadedCheckpoint(10, Map.of(), Map.of(), Map.of(), facts);
    }

    private DatasetConfig table(int shift) throws IOException {
        StringBuilder rows = new StringBuilder("x,y\n");
        for (int i = 0; i < 6; i++) {
            rows.append(i * i + shift).append(i % 2 == 0 ? ",a\n" : ",b\n");
        }
        Path file = Files.writeString(folder.resolve(shift + ".csv"), rows);
        return new DatasetConfig(
                new SourceConfig.Csv(file.toString(), "y", SourceConfig.Task.CLASSIFICATION, false),
                Optional.empty(),
                0.2,
                Optional.empty(),
                0,
                Optional.empty(),
                false,
                0,
                List.of());
    }

    private DataFingerprint of(DatasetConfig config) {
        DataRoot root = new DataRoot(folder, folder.resolve("cache"));
        try (Splits splits = Sources.open(config, root, note -> {})) {
            return DataFingerprint.of(splits);
        }
    }
}
