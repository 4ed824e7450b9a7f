package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import etude.trainer.engine.TestDevice;
import org.junit.jupiter.api.Test;

class BatchNormalizationTest {
    /** One channel: mean 3, biased variance 5, unbiased variance 20/3. */
    private static final float[] BATCH = {0, 2, 4, 6};

    @Test
    void trainingUsesTheBatchAndMovesTheRunningStatisticsATenthOfTheWay() {
        try (NDManager manager = TestDevice.manager()) {
            BatchNormalization block = initialised(manager);
            NDArray output = forward(manager, block, true);
            float deviation = (float) Math.sqrt(5 + 1e-5);
            assertThat(output.toFloatArray())
                    .containsExactly(
                            new float[] {
                                -3 / deviation, -1 / deviation, 1 / deviation, 3 / deviation
                            },
                            within(1e-5f));
            assertThat(value(block, "running_mean")).isCloseTo(0.1f * 3, within(1e-6f));
            assertThat(value(block, "running_variance"))
                    .isCloseTo(0.9f + 0.1f * 20 / 3, within(1e-6f));
        }
    }

    @Test
    void evaluationUsesTheRunningStatisticsAndLeavesThem() {
        try (NDManager manager = TestDevice.manager()) {
            BatchNormalization block = initialised(manager);
            NDArray output = forward(manager, block, false);
            assertThat(output.toFloatArray()).containsExactly(BATCH, within(1e-4f));
            assertThat(value(block, "running_mean")).isZero();
            assertThat(value(block, "running_variance")).isEqualTo(1);
        }
    }

    @Test
    void onlyScaleAndShiftAreTrained() {
        assertThat(new BatchNormalization().getDirectParameters().values())
                .filteredOn(Parameter::requiresGradient)
                .extracting(Parameter::getType)
                .containsExactly(Parameter.Type.GAMMA, Parameter.Type.BETA);
    }

    private static BatchNormalization initialised(NDManager manager) {
        BatchNormalization block = new BatchNormalization();
        block.initialize(manager, DataType.FLOAT32, new Shape(4, 1));
        return block;
    }

    private static NDArray forward(NDManager manager, BatchNormalization block, boolean training) {
        NDArray input = manager.create(BATCH, new Shape(4, 1));
        return block.forward(new ParameterStore(manager, false), new NDList(input), training)
                .singletonOrThrow();
    }

    private static float value(BatchNormalization block, String parameter) {
        return block.getDirectParameters().get(parameter).getArray().toFloatArray()[0];
    }
}
