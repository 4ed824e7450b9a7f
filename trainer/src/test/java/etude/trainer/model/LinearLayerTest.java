package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.Test;

/** A product of many rows takes another way through the engine than one of few. */
class LinearLayerTest {
    private static final int PIECES = 16;
    private static final int LENGTH = 33;
    private static final int INPUTS = 70;
    private static final int OUTPUTS = 81;

    @Test
    void manyRowsGiveWhatTheirPiecesGive() {
        try (NDManager manager = NDManager.newBaseManager()) {
            Block layer = Layers.linear(OUTPUTS, 0.1);
            Shape shape = new Shape(PIECES, LENGTH, INPUTS);
            layer.initialize(manager, DataType.FLOAT32, shape);
            NDArray weight = layer.getParameters().get("weight").getArray();
            NDArray bias = layer.getParameters().get("bias").getArray();
            NDArray input = manager.randomNormal(shape);
            NDArray factors = manager.randomNormal(new Shape(PIECES, LENGTH, OUTPUTS));
            for (NDArray leaf : new NDArray[] {weight, bias, input}) {
                leaf.setRequiresGradient(true);
            }

            NDList whole = results(layer, input, factors, 1, manager);
            NDList pieces = results(layer, input, factors, PIECES, manager);
            for (int i = 0; i < whole.size(); i++) {
                assertThat(whole.get(i).norm().getFloat()).isPositive();
                assertClose(whole.get(i), pieces.get(i));
            }
        }
    }

    /** The output in so many pieces, and the gradients of input, weights and biases. */
    private static NDList results(
            Block layer, NDArray input, NDArray factors, int count, NDManager manager) {
        ParameterStore store = new ParameterStore(manager, false);
        try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDList inputs = input.split(count);
            NDList outputs = new NDList();
            NDList losses = new NDList();
            for (int i = 0; i < count; i++) {
                NDArray output =
                        layer.forward(store, new NDList(inputs.get(i)), true).singletonOrThrow();
                outputs.add(output.stopGradient());
                losses.add(output.mul(factors.split(count).get(i)).sum());
            }
            collector.backward(losses.stream().reduce(NDArray::add).orElseThrow());
            NDList results = new NDList(NDArrays.concat(outputs), input.getGradient().duplicate());
            layer.getParameters()
                    .values()
                    .forEach(it -> results.add(it.getArray().getGradient().duplicate()));
            collector.zeroGradients();
            return results;
        }
    }

    private static void assertClose(NDArray actual, NDArray expected) {
        assertThat(actual.getShape()).isEqualTo(expected.getShape());
        float difference = actual.sub(expected).norm().getFloat();
        assertThat(difference / expected.norm().getFloat()).isCloseTo(0, within(1e-5f));
    }
}
