package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import etude.datasets.Batch;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.trainer.config.ClassWeights;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.Devices;
import etude.trainer.engine.HostCopy;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TestDevice;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Losses with weighted terms: beside the formulas in float64, and beside what PyTorch says. */
final class WeightedLossTest {
    private static final Target TARGET = new Target.Classes(List.of("a", "b", "c"));
    private static final ExampleSpec SPEC = new ExampleSpec(new Features.Vector(1), TARGET);
    private static final float[] LOGITS = {
        0.5f, -1, 2, 1.5f, 0.3f, -0.7f, -0.2f, 0.8f, 0.1f, 2.2f, -1.1f, 0.4f
    };
    private static final int[] LABELS = {2, 0, 1, 2};
    private static final List<Double> WEIGHTS = List.of(0.5, 2.0, 1.25);

    /** A loss with its gradient. */
    private record Done(double loss, float[] gradient) {}

    @BeforeAll
    static void configureTheEngine() {
        Devices.configure(1, Precision.FLOAT32, false);
    }

    private static Batch batch(int[] labels, int[] second, float[] share) {
        Batch batch = new Batch(SPEC, labels.length);
        batch.begin(0, labels.length, second.length > 0);
        System.arraycopy(labels, 0, batch.labels(), 0, labels.length);
        System.arraycopy(second, 0, batch.mixedLabels(), 0, second.length);
        System.arraycopy(share, 0, batch.mixWeights(), 0, share.length);
        return batch;
    }

    private static Done loss(Weighting weighting, double smoothing, float[] logits, Batch batch) {
        Objective objective =
                new Objective(TARGET, smoothing, Optional.of(weighting), Optional.empty());
        try (NDManager manager = TestDevice.manager();
                BatchLoss loss = BatchLoss.of(manager, new Loss.Texts(objective, 1))) {
            int rows = batch.size();
            NDArray outputs = manager.create(logits, new Shape(rows, 3));
            outputs.setRequiresGradient(true);
            NDList targets = new NDList(manager.create(batch.labels()));
            if (batch.mixed()) {
                targets.add(manager.create(batch.mixedLabels()));
                targets.add(manager.create(batch.mixWeights()));
            }
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                NDArray value = loss.of(outputs, targets, batch);
                collector.backward(value);
                return new Done(
                        HostCopy.floats(value.stopGradient())[0],
                        HostCopy.floats(outputs.getGradient()));
            }
        }
    }

    /** The values of torch.nn.functional.cross_entropy of PyTorch 2.13, in float64. */
    @ParameterizedTest
    @CsvSource({"0, 0.8400525278906132", "0.1, 0.9383829968622238"})
    void crossEntropyIsPyTorchs(double smoothing, double expected) {
        Done done =
                loss(
                        new Weighting(WEIGHTS, 0, false),
                        smoothing,
                        LOGITS,
                        batch(LABELS, new int[0], new float[0]));
        assertThat(done.loss()).isCloseTo(expected, within(1e-6));
    }

    /** Likewise binary_cross_entropy_with_logits, with pos_weight and without. */
    @Test
    void binaryCrossEntropyIsPyTorchs() {
        float[] labels = {1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 1, 0};
        assertThat(binary(Optional.empty(), labels)).isCloseTo(0.9243576122304216, within(1e-6));
        assertThat(binary(Optional.of(new Weighting(List.of(0.5, 2.0, 3.0), 0, true)), labels))
                .isCloseTo(1.22290396090869, within(1e-6));
    }

    private static double binary(Optional<Weighting> weighting, float[] labels) {
        Target target = new Target.Labels(List.of("a", "b", "c"));
        Batch batch = new Batch(new ExampleSpec(new Features.Vector(1), target), 4);
        batch.begin(0, 4, false);
        Objective objective = new Objective(target, 0, weighting, Optional.empty());
        try (NDManager manager = TestDevice.manager();
                BatchLoss loss = BatchLoss.of(manager, new Loss.Texts(objective, 1))) {
            NDArray outputs = manager.create(LOGITS, new Shape(4, 3));
            NDArray value = loss.of(outputs, new NDList(manager.create(labels)), batch);
            return HostCopy.floats(value)[0];
        }
    }

    @Test
    void balancedLabelsCountTheSameWhereTheyHoldAndWhereNot() {
        assertThat(Objective.balanced(new long[] {10, 50, 0, 100}, 100))
                .containsExactly(9.0, 1.0, 1.0, 1.0);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, false",
        "0, 0.2, true",
        "2, 0, false",
        "0.5, 0, false",
        "3.5, 0.1, true",
        "1, 0, true"
    })
    void lossAndGradientAreThoseOfTheFormula(double gamma, double smoothing, boolean mixed) {
        SplittableRandom random = new SplittableRandom(5);
        int rows = 9;
        float[] logits = new float[3 * rows];
        int[] labels = new int[rows];
        int[] second = new int[mixed ? rows : 0];
        float[] share = new float[mixed ? rows : 0];
        for (int i = 0; i < rows; i++) {
            labels[i] = random.nextInt(3);
            for (int c = 0; c < 3; c++) {
                logits[3 * i + c] = (float) random.nextDouble(-4, 4);
            }
            if (mixed) {
                second[i] = random.nextInt(3);
                share[i] = (float) random.nextDouble();
            }
        }
        Batch batch = batch(labels, second, share);
        Done done = loss(new Weighting(WEIGHTS, gamma, false), smoothing, logits, batch);

        assertThat(done.loss()).isCloseTo(formula(gamma, smoothing, logits, batch), within(2e-6));
        for (int i = 0; i < logits.length; i++) {
            double step = 1.0 / 1024; // exact in float32
            float[] more = logits.clone();
            float[] less = logits.clone();
            more[i] += (float) step;
            less[i] -= (float) step;
            double slope =
                    (formula(gamma, smoothing, more, batch)
                                    - formula(gamma, smoothing, less, batch))
                            / ((double) more[i] - less[i]);
            assertThat((double) done.gradient()[i])
                    .as("logit %s", i)
                    .isCloseTo(slope, within(1e-5));
        }
    }

    /** Lin et al. 2017, equation 5, over PyTorch's weighted mean. */
    private static double formula(double gamma, double smoothing, float[] logits, Batch batch) {
        double sum = 0;
        double all = 0;
        for (int row = 0; row < batch.size(); row++) {
            double total = 0;
            for (int c = 0; c < 3; c++) {
                total += Math.exp(logits[3 * row + c]);
            }
            double first = batch.mixed() ? batch.mixWeights()[row] : 1;
            for (int c = 0; c < 3; c++) {
                double hot = batch.labels()[row] == c ? first : 0;
                hot += batch.mixed() && batch.mixedLabels()[row] == c ? 1 - first : 0;
                double target = (1 - smoothing) * hot + smoothing / 3;
                double p = Math.exp(logits[3 * row + c]) / total;
                sum -= target * WEIGHTS.get(c) * Math.pow(1 - p, gamma) * Math.log(p);
                all += hot * WEIGHTS.get(c);
            }
        }
        return sum / all;
    }

    /** A probability of 1 to the last bit: a power below 1 has an infinite slope there. */
    @Test
    void whatIsCertainHasNoGradient() {
        Done done =
                loss(
                        new Weighting(List.of(1.0, 1.0, 1.0), 0.5, false),
                        0,
                        new float[] {200, 0, 0},
                        batch(new int[] {0}, new int[0], new float[0]));
        assertThat(done.loss()).isZero();
        assertThat(done.gradient()).containsOnly(0f);
    }

    @Test
    void balancedClassesHaveTheSameWeightInAll() {
        assertThat(Objective.balanced(new long[] {10, 30, 0, 60}))
                .containsExactly(100 / 30.0, 100 / 90.0, 0.0, 100 / 180.0);
    }

    @Test
    void weightsAreGivenByPlaceOrByName() {
        List<String> names = List.of("cat", "dog", "owl");
        assertThat(new ClassWeights.ByName(Map.of("dog", 2.5)).of("k", names, List::of))
                .containsExactly(1.0, 2.5, 1.0);
        assertThatThrownBy(
                        () -> new ClassWeights.ByName(Map.of("dgo", 2.5)).of("k", names, List::of))
                .isInstanceOf(ConfigException.class)
                .hasMessage("k: there is no 'dgo' among 'cat', 'dog', 'owl'; did you mean dog?");
        assertThatThrownBy(() -> new ClassWeights.Listed(List.of(1.0)).of("k", names, List::of))
                .hasMessage("k: expected 3 numbers, one for each of 'cat', 'dog', 'owl', found 1");
    }

    @Test
    void passesOfABatchAddUpToTheWhole() {
        String config =
                """
                name: short
                dataset: {name: generated, examples: 200, image_size: 12, augment: [mixup]}
                model: {name: mlp, hidden: [16]}
                batch_size: 32
                max_train_steps: 5
                loss: {name: focal, class_weights: {"3": 5, "7": 0.2}}
                label_smoothing: 0.1
                optimizer: {name: momentum, learning_rate: 0.05}
                """;
        ShortTraining whole = ShortTraining.run(config);
        ShortTraining passes = ShortTraining.run(config, "gradient_accumulation=4");
        for (int step = 0; step < 5; step++) {
            assertThat(passes.losses.get(step)).isCloseTo(whole.losses.get(step), within(1e-5f));
            assertThat(passes.norms.get(step)).isCloseTo(whole.norms.get(step), within(1e-5f));
        }
    }

    @Test
    void aLossOfOtherTargetsIsRefused() {
        String config =
                """
                name: short
                dataset: {name: generated, examples: 60, image_size: 8}
                model: {name: mlp, hidden: [4]}
                batch_size: 4
                max_train_steps: 1
                optimizer: {name: sgd, learning_rate: 0.05}
                """;
        assertThatThrownBy(() -> ShortTraining.run(config, "loss=squared_error"))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "loss: expected one for what this data set asks for (one of 10 classes), found one for a number; remove loss for the usual one");
        assertThatThrownBy(() -> ShortTraining.run(config, "loss.class_weights=[1, -2]"))
                .hasMessageContaining("expected weights above 0, found -2");
        assertThatThrownBy(() -> ShortTraining.run(config, "loss.class_weights=even"))
                .hasMessageContaining(
                        "expected balanced, a list such as [1, 2.5] or a mapping such as {cat: 2.5}, found \"even\"");
    }
}
