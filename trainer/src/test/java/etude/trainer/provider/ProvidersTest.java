package etude.trainer.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.datasets.provider.Providers;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.OptimizerConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.Choice;
import etude.trainer.engine.TestDevice;
import etude.trainer.export.Export;
import etude.trainer.export.ExportFormat;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.run.Outcome;
import etude.trainer.run.Progress;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunOptions;
import etude.trainer.run.SavedModel;
import etude.trainer.run.TrainingRun;
import example.HuberLoss;
import example.Lion;
import example.Spirals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the page about jars of one's own are compiled here, found, and trained with. */
final class ProvidersTest {
    private static final String REST =
            """
            name: provided
            model: {name: mlp, hidden: [16]}
            batch_size: 20
            max_train_steps: 60
            threads: 1
            evaluation: {train_examples: 0, predictions: 0}
            """;

    private static final String LION = "optimizer: {name: lion, learning_rate: 0.01}\n";

    @TempDir private Path folder;

    @Test
    void theExamplesOfThePageAreCompiledHere() throws IOException {
        List<String> blocks =
                Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("..", "docs", "extending.md")))
                        .results()
                        .map((MatchResult block) -> block.group(1))
                        .toList();
        assertThat(blocks).hasSizeGreaterThanOrEqualTo(6);
        for (String block : blocks) {
            String name = block.replaceAll("(?s).*public final class (\\w+) .*", "$1");
            assertThat(Path.of("src/test/java/example", name + ".java")).hasContent(block);
        }
    }

    @Test
    void aDataSetAndAnOptimizerOfAJarTrain() {
        RunDirectory run =
                trained("dataset: {name: spirals, turns: 1, test_fraction: 0.1}\n" + LION + REST);
        assertThat(last(run, "validation/error_rate")).isLessThan(0.35);
        assertThat(RememberedJar.read(run.root()))
                .singleElement()
                .satisfies(
                        jar ->
                                assertThat(jar.classes())
                                        .containsOnlyKeys("data set spirals", "optimizer lion"));
        assertThat(run.checkpoints().resolve("step-00000060/state.safetensors"))
                .content(StandardCharsets.ISO_8859_1)
                .contains("average");
    }

    @Test
    void aLossOfAJarTrains() throws IOException {
        String rows =
                IntStream.range(0, 200)
                        .mapToObj(i -> "%s,%s".formatted(i % 17, 3 + 2 * (i % 17)))
                        .collect(Collectors.joining("\n", "x,y\n", "\n"));
        Path table = Files.writeString(folder.resolve("line.csv"), rows);
        RunDirectory run =
                trained(
                        "dataset: {name: csv, path: '%s', target: y, task: regression, standardize_target: true}\n"
                                        .formatted(table)
                                + "loss: {name: huber, delta: 0.5}\n"
                                + LION
                                + REST);
        assertThat(last(run, "validation/mean_absolute_error")).isLessThan(2);
    }

    @Test
    void aModelAndAMetricOfAJarTrain() {
        RunDirectory run =
                trained(
                        "dataset: {name: generated, examples: 300, image_size: 8}\n"
                                + "optimizer: {name: adam, learning_rate: 0.003}\n"
                                + REST.replace("{name: mlp, hidden: [16]}", "{name: perceptron}")
                                        .replace(
                                                "predictions: 0}",
                                                "predictions: 0, metrics: [worst_recall]}")
                                + "checkpoints: {metric: validation/worst_recall, mode: max}\n");
        double worst = last(run, "validation/worst_recall");
        assertThat(worst)
                .as("no class is found worse than it, so all together are found better")
                .isBetween(0.0, 1 - last(run, "validation/error_rate"));
        assertThat(RememberedJar.read(run.root()))
                .singleElement()
                .satisfies(
                        jar ->
                                assertThat(jar.classes().keySet())
                                        .contains("model perceptron", "metric worst_recall"));
        SavedModel model = SavedModel.open(run.root(), "best", note -> {});
        Path exported = folder.resolve("exported");
        assertThatThrownBy(() -> Export.write(model, ExportFormat.TORCHSCRIPT, exported))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "--format torchscript: model perceptron has blocks of its own, which cannot be written as a script; --format safetensors exports its weights");
        assertThat(exported).doesNotExist();
        assertThat(Export.write(model, ExportFormat.SAFETENSORS, exported).file()).exists();
    }

    @Test
    void anAugmentationOfAJarTrains() {
        trained(
                "dataset: {name: generated, examples: 100, image_size: 8, augment: [{name: posterize, bits: 2}, mixup]}\n"
                        + "optimizer: {name: sgd, learning_rate: 0.1}\n"
                        + REST);
    }

    @Test
    void whatFitsNothingIsRefused() {
        assertThatThrownBy(() -> trained("dataset: {name: spirals}\nloss: huber\n" + LION + REST))
                .isInstanceOf(ConfigException.class)
                .hasMessage("loss.name: huber is of numbers, found one of 2 classes");
        assertThatThrownBy(
                        () ->
                                config(
                                        "dataset: {name: spirals}\noptimizer: {name: lyon, learning_rate: 1}\n"
                                                + REST))
                .hasMessageContaining("did you mean lion?");
        assertThatThrownBy(() -> new Providers<>("data set", List.of(new Spirals(), new Spirals())))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining(
                        "the name spirals stands for two classes of the kind data set: example.Spirals and example.Spirals");
        assertThatThrownBy(
                        () ->
                                Choice.extended(
                                        OptimizerConfig.class,
                                        Map.of("adam", Lion.Settings.class),
                                        (name, settings) -> settings))
                .isInstanceOf(EtudeException.class)
                .hasMessage(
                        "a jar on the class path names something adam that Etude has under that name; rename it");
    }

    @Test
    void aConfigWithThemIsWrittenAndReadBack() {
        RunConfig config =
                config(
                        "dataset: {name: spirals, points: 50}\nloss: {name: huber, delta: 2}\n"
                                + LION
                                + REST);
        assertThat(config.loss().orElseThrow().toString())
                .contains(new HuberLoss.Settings(2).toString());
        assertThat(config(ConfigWriter.toYaml(config))).isEqualTo(config);
    }

    private static RunConfig config(String yaml) {
        return ConfigLoader.parse(yaml, "provided.yaml", List.of());
    }

    private RunDirectory trained(String yaml) {
        RunDirectory run = new RunDirectory(folder.resolve("run"));
        RunOptions options =
                new RunOptions(
                        run.root(), TestDevice.name(), false, List.of("test"), Optional.empty());
        assertThat(TrainingRun.execute(config(yaml), options, new Silent(), () -> false))
                .isEqualTo(new Outcome.Completed(60));
        return run;
    }

    private static double last(RunDirectory run, String metric) {
        return MetricsLog.read(run.metrics()).stream()
                .filter(measurement -> measurement.metrics().containsKey(metric))
                .mapToDouble(measurement -> measurement.metrics().getOrDefault(metric, Double.NaN))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    /** Hears nothing. */
    private static final class Silent implements Progress {
        @Override
        public void started(String runName, long firstStep, long lastStep) {}

        @Override
        public void stepped(long step) {}

        @Override
        public void measured(long step, Map<String, Double> metrics) {}

        @Override
        public void note(String sentence) {}

        @Override
        public void finished() {}
    }
}
