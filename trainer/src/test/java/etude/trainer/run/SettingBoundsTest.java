package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
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
 * Every setting with a bound or a closed set of values trains two steps at each of them, evaluates
 * and saves; the few values that fit nothing else in these tiny runs are refused in a sentence.
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

    /** Up to a minute of a processor each. */
    private static final List<String> TOO_LARGE =
            List.of("model.depth=1202", "model.layers=1000", "dataset.image_size=512");

    @TempDir Path folder;

    private final ModelRegistry models = ModelRegistry.load();

    @Test
    void everyBoundTrainsOrIsRefused() throws IOException {
        Map<String, String> refusals = new TreeMap<>();
        int number = 0;
        for (SettingValues.Case bound : new SettingValues(models, data()).cases()) {
            if (!TOO_LARGE.contains(bound.value())) {
                Path run = folder.resolve("run-" + number++);
                train(run, bound)
                        .ifPresent(refusal -> refusals.put(bound.model() + bound.value(), refusal));
            }
        }
        assertThat(number).isGreaterThan(130);
        assertThat(refusals)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "gpt: model.width=1",
                                "--set model.width: must be a multiple of heads (2), found 1; nearest 2",
                                "vit: model.width=1",
                                "--set model.width: must be a multiple of heads (2), found 1; nearest 2",
                                "resnet: model.depth=1",
                                "model.depth: depth must be 6n+2 (8, 14, 20, ...) for variant cifar, found 1; nearest 8",
                                "wide_resnet: model.depth=1",
                                "model.depth: depth must be 6n+4 (10, 16, 22, 28, ...), found 1; nearest 10"));
    }

    /** The sentence of a refusal; anything else but a whole run with finite numbers fails. */
    private Optional<String> train(Path directory, SettingValues.Case bound) {
        try {
            RunConfig config = ConfigLoader.parse(CONFIG, "", bound.overrides(), models);
            RunOptions options =
                    new RunOptions(directory, "cpu", false, List.of("test"), Optional.empty());
            assertThat(TrainingRun.execute(config, options, new SmallRun.Quiet()))
                    .as(bound.toString())
                    .isEqualTo(new Outcome.Completed(2));
        } catch (ConfigException e) {
            return Optional.of(String.join("; ", e.problems()));
        }
        assertThat(MetricsLog.read(new RunDirectory(directory).metrics()))
                .as(bound.toString())
                .flatExtracting(measurement -> measurement.metrics().values())
                .isNotEmpty()
                .allMatch(Double::isFinite);
        return Optional.empty();
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
