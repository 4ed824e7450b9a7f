package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import etude.trainer.engine.TestDevice;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the definition in double precision, {@link GhostStatistics}. */
class GhostBatchNormalizationTest {
    private static final int CHANNELS = 3;

    @ParameterizedTest
    @CsvSource({
        "128, 64, 1, false", "65, 64, 1, false", "64, 64, 1, false", "13, 4, 1, false",
        "128, 64, 4, false", "65, 64, 4, false", "64, 64, 4, false", "13, 4, 4, false",
        "128, 64, 4, true", "65, 64, 4, true", "64, 64, 4, true", "13, 4, 4, true"
    })
    void outputGradientsAndRunningStatisticsAreThoseOfTheDefinition(
            int batch, int virtual, int pixels, boolean channelsLast) {
        double[] x = values(batch * CHANNELS * pixels, 1);
        double[] weighting = values(x.length, 2);
        GhostStatistics expected = new GhostStatistics(x, batch, CHANNELS, virtual);
        GhostStatistics.Gradients gradients = expected.gradients(weighting);
        try (NDManager manager = TestDevice.manager()) {
            GhostBatchNormalization block = initialised(manager, virtual, shape(batch, pixels));
            set(array(block, "gamma"), GhostStatistics.SCALE);
            set(array(block, "beta"), GhostStatistics.SHIFT);
            try (GradientCollector collector = manager.getEngine().newGradientCollector()) {
                NDArray input = input(manager, x, batch, pixels, channelsLast);
                input.setRequiresGradient(true);
                NDArray output = forward(block, images(input, pixels, channelsLast), true);
                assertThat(output.getShape()).isEqualTo(shape(batch, pixels));
                close(output, expected.output(), 1e-5);
                NDArray weights = manager.create(floats(weighting), output.getShape());
                collector.backward(output.mul(weights).sum());
                close(images(input.getGradient(), pixels, channelsLast), gradients.input(), 1e-4);
            }
            close(gradient(block, "gamma"), gradients.scale(), 1e-3);
            close(gradient(block, "beta"), gradients.shift(), 1e-3);
            close(array(block, "running_mean"), expected.runningMean(), 1e-6);
            close(array(block, "running_variance"), expected.runningVariance(), 1e-6);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "4"})
    void aGroupOfTheWholeBatchIsPlainBatchNorm(int pixels) {
        try (NDManager manager = TestDevice.manager()) {
            Shape shape = shape(8, pixels);
            GhostBatchNormalization ghost = initialised(manager, 8, shape);
            BatchNormalization plain = new BatchNormalization();
            plain.initialize(manager, DataType.FLOAT32, shape);
            NDArray input = manager.create(floats(values((int) shape.size(), 1)), shape);
            assertThat(forward(ghost, input, true).toFloatArray())
                    .containsExactly(forward(plain, input, true).toFloatArray(), within(1e-6f));
            for (String name : new String[] {"running_mean", "running_variance"}) {
                assertThat(array(ghost, name).toFloatArray())
                        .containsExactly(array(plain, name).toFloatArray(), within(1e-6f));
            }
        }
    }

    @Test
    void evaluationIgnoresGroupsAndLeavesTheRunningStatistics() {
        try (NDManager manager = TestDevice.manager()) {
            GhostBatchNormalization block = initialised(manager, 64, shape(65, 1));
            NDArray input = manager.create(floats(values(63 * CHANNELS, 1)), shape(63, 1));
            assertThat(forward(block, input, false).toFloatArray())
                    .containsExactly(input.toFloatArray(), within(1e-4f));
            assertThat(array(block, "running_mean").toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void trainingOnFewerExamplesThanAGroupFails() {
        try (NDManager manager = TestDevice.manager()) {
            GhostBatchNormalization block = initialised(manager, 64, shape(65, 1));
            NDArray input = manager.ones(shape(63, 1));
            assertThatThrownBy(() -> forward(block, input, true))
                    .isInstanceOf(EngineException.class);
        }
    }

    private static GhostBatchNormalization initialised(
            NDManager manager, int virtual, Shape shape) {
        GhostBatchNormalization block = new GhostBatchNormalization(virtual);
        block.initialize(manager, DataType.FLOAT32, shape);
        return block;
    }

    private static void set(NDArray parameter, float value) {
        parameter.setRequiresGradient(false);
        parameter.set(new NDIndex("..."), value);
        parameter.setRequiresGradient(true);
    }

    private static Shape shape(int batch, int pixels) {
        return pixels == 1 ? new Shape(batch, CHANNELS) : new Shape(batch, CHANNELS, 2, pixels / 2);
    }

    /** The values, given in the order N, C, pixels, in the memory layout asked for. */
    private static NDArray input(
            NDManager manager, double[] x, int batch, int pixels, boolean channelsLast) {
        if (!channelsLast) {
            return manager.create(floats(x), shape(batch, pixels));
        }
        float[] stored = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int n = i / (CHANNELS * pixels);
            int channel = i / pixels % CHANNELS;
            stored[(n * pixels + i % pixels) * CHANNELS + channel] = (float) x[i];
        }
        return manager.create(stored, new Shape(batch, 2, pixels / 2, CHANNELS));
    }

    private static NDArray images(NDArray array, int pixels, boolean channelsLast) {
        return channelsLast && pixels > 1 ? array.transpose(0, 3, 1, 2) : array;
    }

    private static NDArray forward(BatchNormalization block, NDArray input, boolean training) {
        return block.forward(
                        new ParameterStore(input.getManager(), false), new NDList(input), training)
                .singletonOrThrow();
    }

    private static NDArray array(BatchNormalization block, String name) {
        return Objects.requireNonNull(block.getDirectParameters().get(name)).getArray();
    }

    private static NDArray gradient(BatchNormalization block, String name) {
        return array(block, name).getGradient();
    }

    private static void close(NDArray found, double[] expected, double tolerance) {
        assertThat(found.toFloatArray())
                .containsExactly(floats(expected), within((float) tolerance));
    }

    private static double[] values(int count, int seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = 2 + 3 * random.nextGaussian();
        }
        return values;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
