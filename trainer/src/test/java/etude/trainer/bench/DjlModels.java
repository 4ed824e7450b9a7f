package etude.trainer.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;

/** The models of the workloads, from DJL's own blocks alone. */
final class DjlModels {
    private static final int CLASSES = 10;

    private DjlModels() {}

    /** Hidden layers of 256 and 128. */
    static Block mlp() {
        return new SequentialBlock()
                .add(Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(256).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(128).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(CLASSES).build());
    }

    /** He et al. 2016, section 4.2, with shortcuts that have no parameters (option A). */
    static Block resNet20() {
        SequentialBlock network = new SequentialBlock();
        network.add(convolution(16, 1)).add(normalization()).add(Activation::relu);
        int channels = 16;
        for (int width : new int[] {16, 32, 64}) {
            for (int block = 0; block < 3; block++) {
                network.add(residual(channels, width)).add(Activation::relu);
                channels = width;
            }
        }
        return network.add(Pool.globalAvgPool2dBlock())
                .add(Linear.builder().setUnits(CLASSES).build());
    }

    private static Block residual(int channels, int width) {
        int stride = channels == width ? 1 : 2;
        SequentialBlock body =
                new SequentialBlock()
                        .add(convolution(width, stride))
                        .add(normalization())
                        .add(Activation::relu)
                        .add(convolution(width, 1))
                        .add(normalization());
        Block shortcut =
                stride == 1
                        ? Blocks.identityBlock()
                        : LambdaBlock.singleton(image -> halve(image, width - channels));
        return new ParallelBlock(
                sides ->
                        new NDList(
                                sides.get(0)
                                        .singletonOrThrow()
                                        .add(sides.get(1).singletonOrThrow())),
                List.of(body, shortcut));
    }

    private static NDArray halve(NDArray image, int added) {
        return image.get(":, :, ::2, ::2").pad(new Shape(0, 0, 0, 0, 0, added), 0);
    }

    private static Block convolution(int filters, int stride) {
        return Conv2d.builder()
                .setKernelShape(new Shape(3, 3))
                .setFilters(filters)
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(1, 1))
                .optBias(false)
                .build();
    }

    private static Block normalization() {
        return BatchNorm.builder().build();
    }
}
