package etude.trainer.model;

import ai.djl.nn.Block;

/**
 * Residual networks (He et al. 2016, "Deep Residual Learning for Image Recognition"). Nothing
 * before the global pooling changes the memory layout, so channels-last images stay so.
 */
final class ResNet {
    /** The deepest of the paper. */
    static final int MOST_LAYERS = 1202;

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

    private final ConvolutionalLayers layers;
    private final boolean zeroInitResidual;
    private final int outputs;

    ResNet(ConvolutionalLayers layers, boolean zeroInitResidual, int outputs) {
        this.layers = layers;
        this.zeroInitResidual = zeroInitResidual;
        this.outputs = outputs;
    }

    /**
     * The paper's section 4.2: a 3x3 stem, three stages of 16, 32 and 64 channels with {@code
     * blocks} basic blocks each, 6 * blocks + 2 layers; where the shape changes, the shortcut has
     * no parameters (option A).
     */
    Block cifar(int blocks) {
        StagedBlock network = new StagedBlock();
        network.add("stem", layers.activated(16, 3, 1));
        int channels = 16;
        for (int stage = 1; stage <= 3; stage++) {
            int width = 16 << (stage - 1);
            for (int block = 1; block <= blocks; block++) {
                int stride = stage > 1 && block == 1 ? 2 : 1;
                Block shortcut =
                        stride == 1 ? new StagedBlock() : Layers.paddedShortcut(width - channels);
                addResidual(network, stage, block, basic(width, stride), shortcut);
                channels = width;
            }
        }
        return ConvolutionalLayers.classifier(network, outputs);
    }

    /**
     * The paper's section 4.1 with stride 2 in the 3x3 convolution of a bottleneck, as torchvision
     * does ("v1.5"); where the shape changes, the shortcut is a 1x1 convolution (option B).
     *
     * @param blocks residual blocks of each stage
     */
    Block imagenet(Kind kind, int... blocks) {
        StagedBlock network = new StagedBlock();
        network.add("stem", layers.activated(64, 7, 2));
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
                                : layers.normalized(outputChannels, 1, stride);
                Block body =
                        kind == Kind.BASIC
                                ? basic(width, stride)
                                : bottleneck(width, outputChannels, stride);
                addResidual(network, stage, block, body, shortcut);
                channels = outputChannels;
            }
        }
        return ConvolutionalLayers.classifier(network, outputs);
    }

    private void addResidual(
            StagedBlock network, int stage, int block, Block body, Block shortcut) {
        String name = "stage" + stage + "_block" + block;
        network.add(name, new Residual(body, shortcut));
        network.add(name + "_activation", layers.relu());
    }

    private Block basic(int width, int stride) {
        return new StagedBlock()
                .add("layer1", layers.activated(width, 3, stride))
                .add("layer2", layers.branchEnd(width, 3, zeroInitResidual));
    }

    private Block bottleneck(int width, int outputChannels, int stride) {
        return new StagedBlock()
                .add("layer1", layers.activated(width, 1, 1))
                .add("layer2", layers.activated(width, 3, stride))
                .add("layer3", layers.branchEnd(outputChannels, 1, zeroInitResidual));
    }
}
