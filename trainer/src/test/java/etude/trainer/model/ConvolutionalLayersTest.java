package etude.trainer.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.Pair;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.TorchScript;
import etude.trainer.model.NormalizationConfig.BatchNorm;
import etude.trainer.model.NormalizationConfig.GhostBatchNorm;
import etude.trainer.model.NormalizationConfig.GroupNorm;
import etude.trainer.model.NormalizationConfig.LayerNorm;
import etude.trainer.model.NormalizationConfig.None;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every normalization keeps in every convolutional network. */
class ConvolutionalLayersTest {
    private static final int BATCH = 5;
    private static final String CHANNEL_STRIDE =
            """
            def forward(self: __torch__.M, x: Tensor) -> Tensor:
              return torch.tensor(torch.stride(x, 1))
            """;

    static Stream<NormalizationConfig> normalizations() {
        return Stream.of(
                new None(),
                new BatchNorm(),
                new GhostBatchNorm(2, false),
                new LayerNorm(),
                new GroupNorm(4));
    }

    @ParameterizedTest
    @MethodSource("normalizations")
    void channelsLastImagesStaySoUpToTheGlobalPool(NormalizationConfig normalization) {
        for (boolean training : new boolean[] {false, true}) {
            check(new ResNet(layers(normalization), false, 10).cifar(2), training);
            check(new WideResNet(layers(normalization), 2, 0.3, false).block(2, 10), training);
        }
    }

    /** Updates in place would fail here if they destroyed what a gradient needs. */
    @ParameterizedTest
    @MethodSource("normalizations")
    void gradientsDescend(NormalizationConfig normalization) {
        for (Block network :
                List.of(
                        new ResNet(layers(normalization), false, 4).cifar(1),
                        new WideResNet(layers(normalization), 1, 0, false).block(1, 4))) {
            List<Float> losses =
                    Models.descend(
                            network,
                            20,
                            manager -> Models.images(manager, BATCH, 8, 3),
                            manager -> manager.create(new int[] {0, 1, 2, 3, 0}));
            assertThat(losses.get(19)).isLessThan(0.9f * losses.get(0));
        }
    }

    private static ConvolutionalLayers layers(NormalizationConfig normalization) {
        return new ConvolutionalLayers(normalization, BATCH);
    }

    private static void check(Block network, boolean training) {
        try (NDManager manager = TestDevice.manager();
                TorchScript channelStride = TorchScript.compile(manager, CHANNEL_STRIDE)) {
            network.initialize(manager, DataType.FLOAT32, new Shape(BATCH, 3, 8, 8));
            NDArray current = Models.images(manager, BATCH, 8, 3);
            for (Pair<String, Block> stage : network.getChildren()) {
                if (stage.getKey().equals("global_pool")) {
                    break;
                }
                if (stage.getValue() instanceof Residual residual) {
                    NDArray carried =
                            forward(residual.getChildren().get("shortcut"), current, training);
                    assertThat(stride(channelStride, carried)).as(stage.getKey()).isEqualTo(1);
                }
                current = forward(stage.getValue(), current, training);
                assertThat(stride(channelStride, current)).as(stage.getKey()).isEqualTo(1);
            }
            assertThat(current.getShape().slice(2)).isEqualTo(new Shape(2, 2));
        }
    }

    private static long stride(TorchScript channelStride, NDArray array) {
        return channelStride.differentiable(array).singletonOrThrow().getLong();
    }

    private static NDArray forward(Block block, NDArray input, boolean training) {
        return block.forward(
                        new ParameterStore(input.getManager(), false), new NDList(input), training)
                .singletonOrThrow();
    }
}
