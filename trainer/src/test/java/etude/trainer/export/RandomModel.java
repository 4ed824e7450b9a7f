package etude.trainer.export;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.ImageFit;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.TargetScale;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.FlatParameters;
import etude.trainer.loop.Network;
import etude.trainer.loop.Training;
import etude.trainer.model.Kernels;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.SavedModel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Models with weights that nobody trained, as a run's checkpoint would give them. */
public final class RandomModel {
    private static final String CONFIG =
            """
            name: random
            threads: 1
            dataset: {name: generated}
            batch_size: 4
            max_train_steps: 1
            optimizer: {name: sgd, learning_rate: 0.1}
            model: %s
            """;

    private RandomModel() {}

    public static RunConfig config(String model) {
        return ConfigLoader.parse(CONFIG.formatted(model), "random.yaml", List.of());
    }

    /** The names of its tensors, without any. */
    public static List<String> names(String model, Preprocessing preprocessing) {
        RunConfig config = config(model);
        return ModelRegistry.load()
                .require(config.model().name())
                .build(config.model().settings(), Training.context(config, preprocessing.spec()))
                .getParameters()
                .keys();
    }

    public static SavedModel of(String model, Preprocessing preprocessing) {
        RunConfig config = config(model);
        ModelProvider provider = ModelRegistry.load().require(config.model().name());
        return new SavedModel(
                new RunDirectory(Path.of("random")),
                config,
                provider,
                new LoadedCheckpoint(
                        7,
                        tensors(config, provider, preprocessing),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Optional.of(preprocessing)),
                preprocessing);
    }

    private static Map<String, NamedTensor> tensors(
            RunConfig config, ModelProvider provider, Preprocessing preprocessing) {
        SplittableRandom random = new SplittableRandom(9);
        Map<String, NamedTensor> tensors = new LinkedHashMap<>();
        shapes(config, provider, preprocessing)
                .forEach((name, shape) -> tensors.put(name, tensor(name, shape, random)));
        return tensors;
    }

    /** The shapes of its tensors, without any. */
    public static Map<String, long[]> shapes(String model, Preprocessing preprocessing) {
        RunConfig config = config(model);
        return shapes(config, ModelRegistry.load().require(config.model().name()), preprocessing);
    }

    private static Map<String, long[]> shapes(
            RunConfig config, ModelProvider provider, Preprocessing preprocessing) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        try (NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            FlatParameters parameters =
                    Network.initialize(
                                    manager,
                                    provider.build(
                                            config.model().settings(),
                                            Training.context(config, preprocessing.spec())),
                                    preprocessing.spec(),
                                    1,
                                    config.precision(),
                                    Kernels.anywhere())
                            .parameters();
            Stream.concat(parameters.trainable().stream(), parameters.statistics().stream())
                    .forEach(slot -> shapes.put(slot.name(), slot.shape().getShape()));
        }
        return shapes;
    }

    /** Scales and variances around 1, weights that keep what passes through as large as it is. */
    private static NamedTensor tensor(String name, long[] shape, SplittableRandom random) {
        int size = Math.toIntExact(LongStream.of(shape).reduce(1, (a, b) -> a * b));
        boolean positive = name.endsWith("gamma") || name.endsWith("variance");
        double reach =
                Math.sqrt(3) * (shape.length < 2 ? 0.1 : 1 / Math.sqrt((double) size / shape[0]));
        float[] data = new float[size];
        for (int i = 0; i < size; i++) {
            double uniform = random.nextDouble();
            data[i] = (float) (positive ? 0.75 + uniform / 2 : reach * (2 * uniform - 1));
        }
        return new NamedTensor(name, shape, data);
    }

    public static Preprocessing images(int edge, int channels, int classes) {
        float[] mean = new float[channels];
        float[] deviation = new float[channels];
        for (int channel = 0; channel < channels; channel++) {
            mean[channel] = 100 + 7 * channel;
            deviation[channel] = 50 + channel;
        }
        return new Preprocessing(
                new Encoding.Images(new Features.Image(edge, edge, channels), new ImageFit.Exact()),
                new Target.Classes(IntStream.range(0, classes).mapToObj(i -> "é\"" + i).toList()),
                new FeatureStatistics(mean, deviation),
                TargetScale.own());
    }

    public static Preprocessing table(Target target, TargetScale scale) {
        return new Preprocessing(
                new Encoding.Table(
                        List.of(
                                new Encoding.Column.Numbers("time", 1.7e12),
                                new Encoding.Column.Categories("city", List.of("Bonn", "Köln")),
                                new Encoding.Column.Numbers("age", -3.25)),
                        "y",
                        3),
                target,
                new FeatureStatistics(new float[] {12.5f, 0, 0, 3}, new float[] {1000, 1, 1, 1.5f}),
                scale);
    }

    public static Preprocessing text(Vocabulary vocabulary, int length) {
        return new Preprocessing(
                new Encoding.Text(vocabulary, length),
                new Target.NextToken(vocabulary.size()),
                new FeatureStatistics(new float[0], new float[0]),
                TargetScale.own());
    }

    /** Examples that nobody drew. */
    public static Batch batch(Preprocessing preprocessing, int rows) {
        Random random = new Random(3);
        Batch batch = new Batch(preprocessing.spec(), rows);
        random.nextBytes(batch.images());
        for (int i = 0; i < batch.tokens().length; i++) {
            batch.tokens()[i] =
                    random.nextInt(
                            ((Features.Tokens) preprocessing.encoding().features())
                                    .vocabularySize());
        }
        batch.begin(0, rows, false);
        return batch;
    }
}
