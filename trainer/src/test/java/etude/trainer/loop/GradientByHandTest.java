package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.engine.FlatParameters.Slot;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.ProcessorType;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.Treatment;
import etude.trainer.model.Kernels;
import etude.trainer.model.ModelRegistry;
import etude.trainer.optimizer.Formulas;
import etude.trainer.optimizer.StepLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An update of plain gradient descent at rate 1 subtracts the gradient, which so comes to light as
 * it is used.
 */
class GradientByHandTest {
    private static final String CONFIG =
            """
            name: by-hand
            dataset: {name: generated, examples: 200, image_size: 12}
            model: {name: mlp}
            max_train_steps: 1
            optimizer: {name: sgd, learning_rate: 1}
            """;

    private static final int UPDATES = 30;

    @TempDir private Path temporary;

    /** What an update did. */
    private record Done(float loss, float norm, double[] gradient, PerceptronGradient right) {
        /** Of the gradient from the right one, as vectors. */
        double distance() {
            return PerceptronGradient.distance(gradient, right.gradient());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'[]', 8, 1, 0, false", // one layer
        "'[16]', 7, 1, 0, false",
        "'[16]', 1, 1, 0, false",
        "'[33, 20, 17]', 24, 1, 0, false",
        "'[16]', 8, 1, 0.1, false",
        "'[16]', 8, 1, 0, true",
        "'[16, 16]', 24, 3, 0.2, true", // three passes of eight
        "'[512]', 32, 1, 0, false", // two million multiplications, by oneDNN on one thread
        "'[1024, 1024]', 4, 1, 0.1, true",
    })
    void itIsThatOfTheFormulasAndOfAutograd(
            String hidden, int batch, int passes, double smoothing, boolean mixed) {
        RunConfig config =
                config(
                        CONFIG,
                        "model.hidden=" + hidden,
                        "batch_size=" + batch,
                        "gradient_accumulation=" + passes,
                        "label_smoothing=" + smoothing);
        Done byHand = update(config, mixed, ScriptedStep::byHand);
        Done recorded = update(config, mixed, ScriptedStep::recorded);

        requireRight(byHand);
        requireRight(recorded);
        assertThat(byHand.loss()).isCloseTo(recorded.loss(), within(1e-6f * recorded.loss()));
        assertThat(byHand.norm()).isCloseTo(recorded.norm(), within(1e-6f * recorded.norm()));
    }

    @Test
    void ofARegression() throws IOException {
        StringBuilder rows = new StringBuilder("x,z,y\n");
        for (int i = 0; i < 50; i++) {
            rows.append("%s,%s,%s\n".formatted(i, i * i % 7, 100 + 3 * i));
        }
        Path table = Files.writeString(temporary.resolve("prices.csv"), rows);
        RunConfig config =
                config(
                        CONFIG,
                        "dataset={name: csv, path: %s, target: y, task: regression, standardize_target: true}"
                                .formatted(table),
                        "model.hidden=[16]",
                        "batch_size=10",
                        "gradient_accumulation=2");

        requireRight(update(config, false, ScriptedStep::byHand));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dropout=0.1",
                "model.normalization={name: batch_norm}",
                "precision=bfloat16"
            })
    void whatItDoesNotKnowIsLeftToAutograd(String override) {
        RunConfig config = config(CONFIG, "batch_size=8", override);

        boolean byHand = with(config, context -> ScriptedStep.byHand(context).isPresent());
        boolean scripted = with(config, context -> ScriptedStep.scripted(context).isPresent());

        assertThat(byHand).isFalse();
        assertThat(scripted).isTrue();
    }

    /**
     * Decay of 0.2 of all, or of the output alone with its bias, where it would spare biases. The
     * rate changes, so that decay is seen to follow it.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{name: sgd, learning_rate: 0.1, weight_decay: 0.2' | *",
                "'{name: momentum, learning_rate: 0.02, weight_decay: 0.2, weight_decay_kind: l2' | *",
                "'{name: momentum, learning_rate: 0.02, weight_decay_kind: l2' | output_*",
                "'{name: adamw, learning_rate: 0.01, epsilon: 0.001, weight_decay: 0.2' | *",
            })
    void thirtyUpdatesThatDecayBiasesTooEqualTheFormulas(String optimizer, String match) {
        String groups = ", groups: [{match: '%s', weight_decay: 0.2, decay_all: true}]}";
        RunConfig config =
                config(
                        CONFIG,
                        "model.hidden=[16]",
                        "batch_size=24",
                        "optimizer=" + optimizer + groups.formatted(match));
        boolean all = match.equals("*");
        with(
                config,
                context -> {
                    double[] start = doubles(weights(context));
                    List<Slot> slots = context.network().parameters().trainable();
                    Batch batch = batch(context, false);
                    BatchGradient right = BatchGradient.of(context, batch);
                    double[] formula =
                            right.updated(
                                    UPDATES, start, config.optimizer(), decay(slots, all, true));
                    double[] spared =
                            right.updated(
                                    UPDATES, start, config.optimizer(), decay(slots, all, false));
                    try (TrainStep step = TrainStep.of(context)) {
                        for (int i = 0; i < UPDATES; i++) {
                            step.run(batch, i, Formulas.rate(config.optimizer(), i));
                        }
                    }
                    double[] found = doubles(weights(context));
                    double way = PerceptronGradient.distance(formula, start);
                    assertThat(PerceptronGradient.distance(found, formula)).isLessThan(1e-5 * way);
                    assertThat(PerceptronGradient.distance(spared, formula))
                            .isGreaterThan(1e-3 * way);
                    return found;
                });
    }

    /** Of the weights, and of the biases too. */
    private static IntFunction<Optional<Treatment>> decay(
            List<Slot> slots, boolean all, boolean biases) {
        return i -> {
            String name =
                    slots.stream()
                            .filter(one -> i < one.offset() + one.shape().size())
                            .findFirst()
                            .orElseThrow()
                            .name();
            boolean decays =
                    (all || name.startsWith("output_")) && (biases || name.endsWith("_weight"));
            return Optional.of(new Treatment(1, decays ? 0.2 : 0));
        };
    }

    private static void requireRight(Done done) {
        double norm = done.right.norm();
        assertThat((double) done.loss)
                .isCloseTo(done.right.loss(), within(1e-6 * done.right.loss()));
        assertThat((double) done.norm).isCloseTo(norm, within(1e-5 * norm));
        assertThat(done.distance()).isLessThan(1e-5 * norm);
    }

    private static RunConfig config(String yaml, String... overrides) {
        RunConfig config = ConfigLoader.parse(yaml, "by-hand.yaml", List.of(overrides));
        Devices.configure(1, config.precision(), config.deterministic());
        return config;
    }

    private static Done update(
            RunConfig config,
            boolean mixed,
            Function<TrainStep.Context, Optional<ScriptedStep>> kind) {
        return with(
                config,
                context -> run(context, kind.apply(context).orElseThrow(), batch(context, mixed)));
    }

    private static <T> T with(RunConfig config, Function<TrainStep.Context, T> work) {
        try (Splits splits =
                        Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {});
                NDManager manager = TestDevice.manager()) {
            Network network =
                    Network.initialize(
                            manager,
                            ModelRegistry.load()
                                    .require(config.model().name())
                                    .build(
                                            config.model().settings(),
                                            Training.context(config, splits.train().spec())),
                            splits.train().spec(),
                            config.seed(),
                            config.precision(),
                            Kernels.of(
                                    manager.getDevice(),
                                    ProcessorType.AMD_AVX512,
                                    config.threads().orAll()));
            StepLog log = new StepLog(manager, UPDATES, 0);
            return work.apply(
                    new TrainStep.Context(
                            manager,
                            network,
                            config,
                            splits,
                            Objective.of(config, splits),
                            Optional.empty(),
                            log));
        }
    }

    private static Done run(TrainStep.Context context, TrainStep step, Batch batch) {
        float[] before = weights(context);
        PerceptronGradient right = BatchGradient.of(context, batch).at(doubles(before));
        try (step) {
            step.run(batch, 0, 1);
        }
        float[] after = weights(context);
        double[] gradient = new double[before.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = (double) before[i] - after[i];
        }
        StepLog.Entries entries = context.log().read();
        return new Done(entries.losses()[0], entries.norms()[0], gradient, right);
    }

    private static double[] doubles(float[] numbers) {
        return IntStream.range(0, numbers.length).mapToDouble(i -> numbers[i]).toArray();
    }

    private static float[] weights(TrainStep.Context context) {
        return HostCopy.floats(context.network().parameters().vectors().weights());
    }

    private static Batch batch(TrainStep.Context context, boolean mixed) {
        Dataset examples = context.splits().train();
        int size = context.config().batchSize();
        Batch batch = new Batch(examples.spec(), size);
        batch.begin(0, size, mixed);
        for (int row = 0; row < size; row++) {
            examples.read(row, batch, row);
            if (mixed) {
                batch.mixedLabels()[row] = (batch.labels()[row] + row % 3) % 10; // the same, too
                batch.mixWeights()[row] = row / (float) size;
            }
        }
        return batch;
    }
}
