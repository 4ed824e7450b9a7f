package etude.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.pooling.Pool;

/**
 * Residual networks (He et al. 2016, "Deep Residual Learning for Image Recognition"). Nothing
 * before the global pooling changes the memory layout, so channels-last images stay so.
 */
final class ResNet {
    /** The body of a residual block. */
    enum Kind {
        /** Two 3x3 convolutions. */
        BASIC(1),
        /** 1x1, 3x3 and 1x1, the last four times as wide. */
        BOTTLENECK(4);

        private final int expansion;

        Kind(int expansion) {
            this.expansion = expansion;
        }
    }

    private ResNet() {}

    /**
     * The paper's section 4.2: a 3x3 stem, three stages of 16, 32 and 64 channels with {@code
     * blocks} basic blocks each, 6 * blocks + 2 layers; where the shape changes, the shortcut has
     * no parameters (option A).
     */
    static Block cifar(int blocks, int outputs) {
        StagedBlock network = new StagedBlock();
        network.add("stem", normalized(16, 3, 1, true));
        int channels = 16;
        for (int stage = 1; stage <= 3; stage++) {
            int width = 16 << (stage - 1);
            for (int block = 1; block <= blocks; block++) {
                int stride = stage > 1 && block == 1 ? 2 : 1;
                Block shortcut = stride == 1 ? new StagedBlock() : paddedShortcut(width - channels);
                addResidual(network, stage, block, basic(width, stride), shortcut);
                channels = width;
            }
        }
        return classifier(network, outputs);
    }

    /**
     * The paper's section 4.1 with stride 2 in the 3x3 convolution of a bottleneck, as torchvision
     * does ("v1.5"); where the shape changes, the shortcut is a 1x1 convolution (option B).
     *
     * @param blocks residual blocks of each stage
     */
    static Block imagenet(Kind kind, int outputs, int... blocks) {
        StagedBlock network = new StagedBlock();
        network.add("stem", normalized(64, 7, 2, true));
        network.add("pool", Layers.maxPool());
        int channels = 64;
        for (int stage = 1; stage <= blocks.length; stage++) {
            int width = 64 << (stage - 1);
            int outputChannels = width * kind.expansion;
            for (int block = 1; block <= blocks[stage - 1]; block++) {
                int stride = stage > 1 && block == 1 ? 2 : 1;
                Block shortcut =
                        stride == 1 && channels == outputChannels
                                ? new StagedBlock()
                                : normalized(outputChannels, 1, stride, false);
                Block body =
                        kind == Kind.BASIC
                                ? basic(width, stride)
                                : bottleneck(width, outputChannels, stride);
                addResidual(network, stage, block, body, shortcut);
                channels = outputChannels;
            }
        }
        return classifier(network, outputs);
    }

    private static void addResidual(
            StagedBlock network, int stage, int block, Block body, Block shortcut) {
        String name = "stage" + stage + "_block" + block;
        network.add(name, new Residual(body, shortcut));
        network.add(name + "_activation", Layers.relu());
    }

    private static Block classifier(StagedBlock network, int outputs) {
        return network.add("global_pool", Layers.globalAveragePool())
                .add("output", Layers.outputLinear(outputs));
    }

    private static Block basic(int width, int stride) {
        return new StagedBlock()
                .add("layer1", normalized(width, 3, stride, true))
                .add("layer2", normalized(width, 3, 1, false));
    }

    private static Block bottleneck(int width, int outputChannels, int stride) {
        return new StagedBlock()
                .add("layer1", normalized(width, 1, 1, true))
                .add("layer2", normalized(width, 3, stride, true))
                .add("layer3", normalized(outputChannels, 1, 1, false));
    }

    private static StagedBlock normalized(int filters, int kernel, int stride, boolean relu) {
        StagedBlock layer =
                new StagedBlock()
                        .add("convolution", Layers.convolution(filters, kernel, stride))
                        .add("normalization", new BatchNormalization());
        return relu ? layer.add("activation", Layers.relu()) : layer;
    }

    /** Every second row and column, and {@code added} channels of zeros behind the others. */
    static Block paddedShortcut(int added) {
        return new Operation(
                image -> subsampleAndPad(image, added),
                shape ->
                        new Shape(
                                shape.get(0),
                                shape.get(1) + added,
                                (shape.get(2) + 1) / 2,
                                (shape.get(3) + 1) / 2));
    }

    /** Pooling over single pixels subsamples in one call and keeps the memory layout. */
    private static NDArray subsampleAndPad(NDArray image, int added) {
        Shape none = new Shape(0, 0);
        try (NDArray sampled =
                Pool.avgPool2d(image, new Shape(1, 1), new Shape(2, 2), none, false, true)) {
            return sampled.pad(new Shape(0, 0, 0, 0, 0, added), 0);
        }
    }
}
