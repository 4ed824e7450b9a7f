package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.RunConfig;
import etude.trainer.loop.Evaluations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model reaches without looking at the features. */
class ConstantPredictionTest {
    @TempDir private Path folder;

    @Test
    void classesByTheirFrequencyInTraining() throws IOException {
        Map<String, Double> metrics =
                ofTables("csv, target: y", "x,y\n1,a\n2,a\n3,a\n4,b\n", "x,y\n5,a\n6,b\n7,b\n");

        assertThat(metrics.get("validation/error_rate")).isEqualTo(2 / 3.0);
        assertThat(metrics.get("validation/loss"))
                .isCloseTo(-(Math.log(0.75) + 2 * Math.log(0.25)) / 3, within(1e-12));
        assertThat(metrics.get("train_evaluation/error_rate")).isEqualTo(1 / 4.0);
        assertThat(metrics.get("train_evaluation/loss"))
                .as("their entropy")
                .isCloseTo(-(0.75 * Math.log(0.75) + 0.25 * Math.log(0.25)), within(1e-12));
    }

    @Test
    void numbersByTheirMeanAndMedianInTraining() throws IOException {
        assertThat(
                        ofTables(
                                "csv, target: y, task: regression",
                                "x,y\n1,1\n2,2\n3,3\n4,10\n",
                                "x,y\n5,4\n6,0\n"))
                .contains(
                        entry("validation/loss", (0 + 16) / 2.0),
                        entry("validation/mean_absolute_error", (1.5 + 2.5) / 2),
                        entry("train_evaluation/loss", (9 + 4 + 1 + 36) / 4.0))
                .hasSize(4);
    }

    /** Training has 27 tokens to predict, all a; "b" weighs as one more. */
    @Test
    void tokensThatTrainingLacksCostMuchButNotInfinitelyMuch() throws IOException {
        Path text = Files.writeString(folder.resolve("t.txt"), "a".repeat(30) + "ab".repeat(5));
        Map<String, Double> metrics =
                metrics(
                        "{name: text, path: '%s', context_length: 3, validation_fraction: 0.25}"
                                .formatted(text));

        double loss = -(4 * Math.log(27 / 28.0) + 5 * Math.log(1 / 28.0)) / 9;
        assertThat(metrics.get("validation/loss")).isCloseTo(loss, within(1e-12));
        assertThat(metrics.get("validation/perplexity")).isCloseTo(Math.exp(loss), within(1e-9));
        assertThat(metrics.get("validation/error_rate")).isEqualTo(5 / 9.0);
        assertThat(metrics.get("validation/bits_per_byte"))
                .as("a token is a byte here")
                .isCloseTo(loss / Math.log(2), within(1e-12));
    }

    @Test
    void onlyWhatIsEvaluated() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "x,y\n1,a\n2,b\n3,a\n4,b\n");
        String dataset =
                "{name: csv, path: '%s', target: y, validation_fraction: 0.5}"
                        .formatted(folder.resolve("a.csv"));
        assertThat(metrics(dataset, "evaluation.train_examples=0"))
                .containsOnlyKeys("validation/loss", "validation/error_rate");
        assertThat(
                        metrics(
                                dataset,
                                "evaluation.train_examples=0",
                                "evaluation.validation_examples=0"))
                .isEmpty();
    }

    private Map<String, Double> ofTables(String kind, String training, String validation)
            throws IOException {
        Files.writeString(folder.resolve("training.csv"), training);
        Files.writeString(folder.resolve("validation.csv"), validation);
        return metrics(
                "{name: %s, path: '%s', validation_path: '%s'}"
                        .formatted(
                                kind,
                                folder.resolve("training.csv"),
                                folder.resolve("validation.csv")));
    }

    private Map<String, Double> metrics(String dataset, String... overrides) {
        String[] all = new String[overrides.length + 1];
        all[0] = "dataset=" + dataset;
        System.arraycopy(overrides, 0, all, 1, overrides.length);
        RunConfig config = SmallRun.config(all);
        try (Splits splits =
                Sources.open(
                        config.dataset(),
                        new DataRoot(folder, folder.resolve("cache")),
                        note -> {})) {
            return ConstantPrediction.metrics(
                    splits.train(), Evaluations.selections(config, splits));
        }
    }
}
