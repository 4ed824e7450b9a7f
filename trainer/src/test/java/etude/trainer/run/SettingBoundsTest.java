package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.augment.Augmenter;
import etude.datasets.pipeline.ExampleOrder;
import etude.datasets.pipeline.InputPipeline;
import etude.datasets.pipeline.PipelineRequest;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.TestDevice;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.model.ModelRegistry;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every setting with a bound or a closed set of values, those of data sets too, trains two steps at
 * each of them, evaluates and saves (augmentation makes a batch), or is refused in a sentence; what
 * lies beyond a bound is refused in one.
 */
final class SettingBoundsTest {
    private static final String CONFIG =
            """
            name: bound
            threads: 1
            dataset: {name: generated, examples: 40, image_size: 8, validation_fraction: 0.2}
            model: {name: mlp, hidden: [8]}
            batch_size: 8
            max_train_steps: 2
            optimizer: {name: momentum, learning_rate: 0.001}
            evaluation: {every: 1, batch_size: 8, train_examples: 8, predictions: 2}
            checkpoints: {every: 2, keep_best: 1}
            """;

    /** Up to a minute of a processor each, or gigabytes. */
    private static final List<String> TOO_LARGE =
            List.of(
                    "model.depth=1202",
                    "model.layers=1000",
                    "dataset.image_size=512",
                    "dataset.shorter_edge=4096",
                    "dataset.training_size=4096");

    /** The few values that fit nothing else in these tiny runs. */
    private static final Map<String, String> REFUSALS =
            Map.ofEntries(
                    Map.entry(
                            "gpt: model.width=1",
                            "--set model.width: must be a multiple of heads (2), found 1; nearest 2"),
                    Map.entry(
                            "vit: model.width=1",
                            "--set model.width: must be a multiple of heads (2), found 1; nearest 2"),
                    Map.entry(
                            "resnet: model.depth=1",
                            "model.depth: depth must be 6n+2 (8, 14, 20, ...) for variant cifar, found 1; nearest 8"),
                    Map.entry(
                            "wide_resnet: model.depth=1",
                            "model.depth: depth must be 6n+4 (10, 16, 22, 28, ...), found 1; nearest 10"),
                    Map.entry(
                            "dataset.validation_fraction=0.0",
                            "--set dataset.validation_fraction: 0 leaves nothing to validate on; set it above 0, or set validation_path"),
                    Map.entry(
                            "dataset.vocabulary=tokenizer",
                            "--set dataset.vocabulary: tokenizer needs the path of its file, found none; add tokenizer: tokenizer.json"),
                    Map.entry(
                            "dataset.vocabulary_size=262144",
                            "dataset.vocabulary_size: expected at most 284, as no pair of tokens stands twice in the training text after that many, found 262144"),
                    Map.entry(
                            "dataset.augment=[{name: random_resized_crop, scale_max: 0.001}]",
                            "--set dataset.augment: dataset.augment[0]: scale_min: expected at most scale_max 0.001, found 0.08"),
                    Map.entry(
                            "dataset.augment=[{name: random_erasing, scale_max: 0.001}]",
                            "--set dataset.augment: dataset.augment[0]: scale_min: expected at most scale_max 0.001, found 0.02"),
                    Map.entry(
                            "dataset.augment=[{name: random_erasing, scale_min: 1.0}]",
                            "--set dataset.augment: dataset.augment[0].scale_min: expected at most scale_max 0.33, found 1.0"));

    @TempDir Path folder;

    private final ModelRegistry models = ModelRegistry.load();

    @Test
    void everyBoundTrainsOrIsRefused() throws IOException {
        Map<String, String> refusals = new TreeMap<>();
        int number = 0;
        for (SettingValues.Case bound : new SettingValues(models, data()).cases()) {
            if (!TOO_LARGE.contains(bound.value())) {
                Path run = folder.resolve("run-" + number++);
                (bound.value().startsWith("dataset.augment=") ? read(bound) : train(run, bound))
                        .ifPresent(refusal -> refusals.put(bound.model() + bound.value(), refusal));
            }
        }
        assertThat(number).isGreaterThan(250);
        assertThat(refusals).containsExactlyInAnyOrderEntriesOf(REFUSALS);
    }

    @Test
    void whatLiesBeyondABoundIsRefusedInOneSentence() throws IOException {
        int number = 0;
        for (SettingValues.Case bound : new SettingValues(models, data()).cases()) {
            if (bound.beyond().isPresent()) {
                String beyond = bound.beyond().get();
                number++;
                assertThatThrownBy(() -> ConfigLoader.parse(CONFIG, "", bound.with(beyond), models))
                        .as(beyond)
                        .isInstanceOfSatisfying(
                                ConfigException.class,
                                e ->
                                        assertThat(e.problems())
                                                .singleElement()
                                                .asString()
                                                .matches("--set [^:]+: .*expected .+, found .+"));
            }
        }
        assertThat(number).isGreaterThan(100);
    }

    /** The sentence of a refusal; anything else but a whole run with finite numbers fails. */
    private Optional<String> train(Path directory, SettingValues.Case bound) {
        try {
            RunConfig config = ConfigLoader.parse(CONFIG, "", bound.overrides(), models);
            RunOptions options =
                    new RunOptions(
                            directory, TestDevice.name(), false, List.of("test"), Optional.empty());
            assertThat(TrainingRun.execute(config, options, new SmallRun.Quiet()))
                    .as(bound.toString())
                    .isEqualTo(new Outcome.Completed(2));
        } catch (EtudeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
        assertThat(MetricsLog.read(new RunDirectory(directory).metrics()))
                .as(bound.toString())
                .flatExtracting(measurement -> measurement.metrics().values())
                .isNotEmpty()
                .allMatch(Double::isFinite);
        return Optional.empty();
    }

    /** Likewise, of what ends with the batch: it is read, and nothing trained. */
    private Optional<String> read(SettingValues.Case bound) {
        try {
            RunConfig config = ConfigLoader.parse(CONFIG, "", bound.overrides(), models);
            try (Splits splits =
                    Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {})) {
                Batch batch = firstBatch(config, splits.train());
                assertThat(batch.size()).as(bound.toString()).isEqualTo(8);
                for (int row = 0; batch.mixed() && row < 8; row++) {
                    assertThat(batch.mixWeights()[row]).as(bound.toString()).isBetween(0f, 1f);
                }
            }
            return Optional.empty();
        } catch (EtudeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Batch firstBatch(RunConfig config, Dataset examples) {
        PipelineRequest request =
                new PipelineRequest(
                        examples,
                        new ExampleOrder(examples.size(), config.seed()),
                        Augmenter.of(config.dataset().augment(), examples.spec(), config.seed()),
                        config.batchSize(),
                        0,
                        1,
                        1);
        try (InputPipeline pipeline = new InputPipeline(request)) {
            return pipeline.next();
        }
    }

    private Path data() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        StringBuilder table = new StringBuilder("a,b,y\n");
        for (int i = 0; i < 40; i++) {
            table.append(i * 7 % 11)
                    .append(',')
                    .append(i * 3 % 5)
                    .append(',')
                    .append(i % 2)
                    .append('\n');
        }
        Files.writeString(data.resolve("table.csv"), table);
        Files.writeString(
                data.resolve("text.txt"), "the quick brown fox jumps over it. ".repeat(40));
        for (String name : List.of("black", "white")) {
            Path images = Files.createDirectories(data.resolve("images").resolve(name));
            for (int i = 0; i < 20; i++) {
                BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
                image.setRGB(i % 8, i / 8, name.equals("white") ? 0xffffff : 0x203040 * i);
                ImageIO.write(image, "png", images.resolve(i + ".png").toFile());
            }
        }
        return data;
    }
}
