package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import etude.trainer.engine.TestDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StagedBlockTest {
    @Test
    void withoutStagesReturnsItsInputOpen() {
        try (NDManager manager = TestDevice.manager()) {
            NDArray input = manager.create(new float[] {1, 2});
            NDArray output = forward(manager, new StagedBlock(), input);
            assertThat(output).isSameAs(input);
            assertThat(input.toFloatArray()).containsExactly(1, 2);
        }
    }

    @Test
    void closesIntermediatesButNeitherInputNorOutputNorPassedThroughArrays() {
        List<NDArray> made = new ArrayList<>();
        StagedBlock block =
                new StagedBlock()
                        .add("first", new Operation(x -> remember(made, x.mul(2))))
                        .add("same", new Operation(x -> x))
                        .add("second", new Operation(x -> remember(made, x.add(1))))
                        .add("also_same", new StagedBlock());
        try (NDManager manager = TestDevice.manager()) {
            NDArray input = manager.create(new float[] {1, 2});
            NDArray output = forward(manager, block, input);
            assertThat(output.toFloatArray()).containsExactly(3, 5);
            assertThat(input.toFloatArray()).containsExactly(1, 2);
            assertThat(made.get(0).isReleased()).isTrue();
            assertThat(manager.getManagedArrays()).hasSize(2);
        }
    }

    @Test
    void closedIntermediatesStillCarryGradients() {
        StagedBlock block =
                new StagedBlock()
                        .add(
                                "body",
                                new Residual(
                                        new StagedBlock()
                                                .add("exponential", new Operation(NDArray::exp))
                                                .add("square", new Operation(x -> x.mul(x)))))
                        .add("sum", new Operation(NDArray::sum));
        try (NDManager manager = TestDevice.manager();
                GradientCollector gradients = manager.getEngine().newGradientCollector()) {
            NDArray input = manager.create(new float[] {0.5f, 1});
            input.setRequiresGradient(true);
            NDArray sum =
                    block.forward(new ParameterStore(manager, false), new NDList(input), true)
                            .get(0);
            gradients.backward(sum);
            // d/dx (exp(x)^2 + x) = 2 exp(2x) + 1
            assertThat(input.getGradient().toFloatArray())
                    .containsExactly(
                            new float[] {(float) (2 * Math.E) + 1, (float) (2 * Math.exp(2)) + 1},
                            within(1e-5f));
        }
    }

    @Test
    void twoStagesOfOneNameAreRefused() {
        StagedBlock block = new StagedBlock().add("same", new StagedBlock());
        assertThatThrownBy(() -> block.add("same", new StagedBlock()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("same");
    }

    private static NDArray remember(List<NDArray> made, NDArray array) {
        made.add(array);
        return array;
    }

    private static NDArray forward(NDManager manager, StagedBlock block, NDArray input) {
        return block.forward(new ParameterStore(manager, false), new NDList(input), false)
                .singletonOrThrow();
    }
}
