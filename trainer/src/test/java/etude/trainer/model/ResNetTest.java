package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.Precision;
import etude.trainer.engine.TestDevice;
import org.junit.jupiter.api.Test;

class ResNetTest {
    @Test
    void shortcutTakesEverySecondPixelAndAddsChannelsOfZeros() {
        try (NDManager manager = TestDevice.manager()) {
            NDArray image = manager.arange(9f).reshape(1, 1, 3, 3);
            Block shortcut = Layers.paddedShortcut(1);
            shortcut.initialize(manager, DataType.FLOAT32, image.getShape());
            NDArray carried = forward(shortcut, image);
            assertThat(carried.getShape()).isEqualTo(new Shape(1, 2, 2, 2));
            assertThat(carried.toFloatArray()).containsExactly(0, 2, 6, 8, 0, 0, 0, 0);
        }
    }

    @Test
    void runsOnTheViewsOfAFlatVector() {
        Shape shape = new Shape(2, 3, 8, 8);
        try (NDManager manager = TestDevice.manager()) {
            Block network = network(1);
            network.initialize(manager, DataType.FLOAT32, shape);
            NDList images = new NDList(Models.images(manager, 2, 8, 3));
            float[] expected = forward(network, images.singletonOrThrow()).toFloatArray();
            FlatParameters parameters =
                    FlatParameters.takeOver(network, manager, Precision.FLOAT32);
            ParameterStore views = parameters.views(parameters.vectors(), manager);
            assertThat(network.forward(views, images, false).singletonOrThrow().toFloatArray())
                    .containsExactly(expected, within(1e-5f));
        }
    }

    private static Block network(int blocks) {
        ConvolutionalLayers layers =
                new ConvolutionalLayers(new NormalizationConfig.BatchNorm(), 2);
        return new ResNet(layers, false, 10).cifar(blocks);
    }

    private static NDArray forward(Block block, NDArray input) {
        return block.forward(
                        new ParameterStore(input.getManager(), false), new NDList(input), false)
                .singletonOrThrow();
    }
}
