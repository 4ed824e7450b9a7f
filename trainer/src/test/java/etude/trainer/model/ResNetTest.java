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
import ai.djl.util.Pair;
import etude.trainer.config.Precision;
import etude.trainer.engine.FlatParameters;
import etude.trainer.engine.TorchScript;
import org.junit.jupiter.api.Test;

class ResNetTest {
    private static final String CHANNEL_STRIDE =
            """
            def forward(self: __torch__.M, x: Tensor) -> Tensor:
              return torch.tensor(torch.stride(x, 1))
            """;

    @Test
    void shortcutTakesEverySecondPixelAndAddsChannelsOfZeros() {
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray image = manager.arange(9f).reshape(1, 1, 3, 3);
            NDArray carried = forward(ResNet.paddedShortcut(1), image);
            assertThat(carried.getShape()).isEqualTo(new Shape(1, 2, 2, 2));
            assertThat(carried.toFloatArray()).containsExactly(0, 2, 6, 8, 0, 0, 0, 0);
        }
    }

    @Test
    void channelsLastImagesStaySoUpToTheGlobalPool() {
        Shape shape = new Shape(2, 3, 8, 8);
        try (NDManager manager = NDManager.newBaseManager();
                TorchScript channelStride = TorchScript.compile(manager, CHANNEL_STRIDE)) {
            Block network = network(2);
            network.initialize(manager, DataType.FLOAT32, shape);
            NDArray current = Models.images(manager, 2, 8, 3);
            for (Pair<String, Block> stage : network.getChildren()) {
                if (stage.getKey().equals("global_pool")) {
                    break;
                }
                if (stage.getValue() instanceof Residual residual) {
                    NDArray carried = forward(residual.getChildren().get("shortcut"), current);
                    assertThat(stride(channelStride, carried)).as(stage.getKey()).isEqualTo(1);
                }
                current = forward(stage.getValue(), current);
                assertThat(stride(channelStride, current)).as(stage.getKey()).isEqualTo(1);
            }
            assertThat(current.getShape()).isEqualTo(new Shape(2, 64, 2, 2));
        }
    }

    @Test
    void runsOnTheViewsOfAFlatVector() {
        Shape shape = new Shape(2, 3, 8, 8);
        try (NDManager manager = NDManager.newBaseManager()) {
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

    private static long stride(TorchScript channelStride, NDArray array) {
        return channelStride.differentiable(array).singletonOrThrow().getLong();
    }

    private static NDArray forward(Block block, NDArray input) {
        return block.forward(
                        new ParameterStore(input.getManager(), false), new NDList(input), false)
                .singletonOrThrow();
    }
}
