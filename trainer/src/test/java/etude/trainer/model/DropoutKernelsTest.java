package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.TorchScript;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stays is scaled, how much stays is chance, and the gradient passes where values did. */
class DropoutKernelsTest {
    private static final Kernels CPU = Kernels.of(ProcessorType.OTHER, 1);

    /** Standard deviations that no draw of this test should be away from its mean. */
    private static final double FAR = 5;

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.1, 0.3, 0.5, 0.9})
    void asManyAreDroppedAsAskedFor(double probability) {
        int size = 30_000;
        float[] y = dropped(probability, new Shape(size), 1);

        double deviation = Math.sqrt(probability * (1 - probability) / size);
        assertThat(zeros(y)).isCloseTo(probability, within(FAR * deviation));
        for (float value : y) {
            if (value != 0) {
                assertThat(value).isCloseTo((float) (1 / (1 - probability)), within(1e-6f));
            }
        }
        assertThat(mean(y)).isCloseTo(1, within(FAR * deviation / (1 - probability)));
    }

    @Test
    void theEnginesSeedDecides() {
        Shape shape = new Shape(7, 9);

        assertThat(dropped(0.4, shape, 3)).containsExactly(dropped(0.4, shape, 3));
        assertThat(dropped(0.4, shape, 3)).isNotEqualTo(dropped(0.4, shape, 4));
    }

    @Test
    void theGradientPassesWhereValuesDid() {
        try (NDManager manager = TestDevice.manager();
                GradientCollector gradients = manager.getEngine().newGradientCollector()) {
            Shape image = new Shape(2, 3, 5, 7);
            NDArray x = manager.ones(new Shape(2, 5, 7, 3));
            x.setRequiresGradient(true);
            NDArray channelsLast = x.transpose(0, 3, 1, 2);
            NDArray y =
                    TorchScript.compile(manager, training(0.3, image, Precision.FLOAT32))
                            .differentiable(channelsLast)
                            .head();
            gradients.backward(y.sum());

            assertThat(y.getShape()).isEqualTo(image);
            assertThat(zeros(y.toFloatArray())).isBetween(0.05, 0.7);
            assertThat(x.getGradient().toFloatArray())
                    .containsExactly(y.transpose(0, 2, 3, 1).toFloatArray());
        }
    }

    @Test
    void narrowValuesStayNarrow() {
        try (NDManager manager = TestDevice.manager()) {
            float almostOne = 1 - 0x1p-8f; // eight digits, as many as there are
            NDArray x = manager.full(new Shape(64), almostOne);
            NDArray narrow = TorchScript.cast(manager, Precision.BFLOAT16).differentiable(x).head();
            NDArray y =
                    TorchScript.compile(manager, training(0.3, new Shape(64), Precision.BFLOAT16))
                            .differentiable(narrow)
                            .head();

            // 1 / 0.7 is 183 / 128 in bfloat16, and the product is rounded to 182 / 128.
            assertThat(
                            TorchScript.cast(manager, Precision.FLOAT32)
                                    .differentiable(y)
                                    .head()
                                    .toFloatArray())
                    .containsOnly(0, 182f / 128);
        }
    }

    @Test
    void onlyTrainingOnACpuCompares() {
        DropoutKernels dropout = new DropoutKernels(0.3);
        Pass training = new Pass(new Shape(8), Precision.FLOAT32, CPU, true);
        Pass gpu = new Pass(new Shape(8), Precision.FLOAT32, Kernels.ofGpu(), true);

        assertThat(dropout.text(training)).contains("rand_like").doesNotContain("torch.dropout");
        assertThat(dropout.text(training.inEvaluation())).contains("torch.dropout(x, 0.3, False)");
        assertThat(dropout.text(gpu)).contains("torch.dropout(x, 0.3, True)");
    }

    private static float[] dropped(double probability, Shape shape, int seed) {
        try (NDManager manager = TestDevice.manager()) {
            manager.getEngine().setRandomSeed(seed);
            return TorchScript.compile(manager, training(probability, shape, Precision.FLOAT32))
                    .differentiable(manager.ones(shape))
                    .head()
                    .toFloatArray();
        }
    }

    private static String training(double probability, Shape shape, Precision precision) {
        Kernels kernels = TestDevice.device().isGpu() ? Kernels.ofGpu() : CPU;
        return new DropoutKernels(probability).text(new Pass(shape, precision, kernels, true));
    }

    private static double zeros(float[] values) {
        int zeros = 0;
        for (float value : values) {
            zeros += value == 0 ? 1 : 0;
        }
        return (double) zeros / values.length;
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
