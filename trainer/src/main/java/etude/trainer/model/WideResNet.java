package etude.trainer.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;

/**
 * Wide residual networks (Zagoruyko and Komodakis 2016, arXiv:1605.07146): normalization and ReLU
 * before each convolution, dropout between the two convolutions of a block. Where the shape
 * changes, the shortcut is a 1x1 convolution of the block's normalised and activated input, as in
 * the authors' code. Nothing before the global pooling changes the memory layout.
 */
final class WideResNet {
    private static final int STEM = 16;

    private final ConvolutionalLayers layers;
    private final int widening;
    private final double dropout;
    private final boolean zeroInitResidual;

    WideResNet(ConvolutionalLayers layers, int widening, double dropout, boolean zeroInitResidual) {
        this.layers = layers;
        this.widening = widening;
        this.dropout = dropout;
        this.zeroInitResidual = zeroInitResidual;
    }

    /**
     * Three stages of 16, 32 and 64 channels times the widening factor.
     *
     * @param blocks residual blocks of each stage
     */
    Block block(int blocks, int outputs) {
        StagedBlock network = new StagedBlock().add("stem", layers.convolution(STEM, 3, 1));
        int channels = STEM;
        for (int stage = 1; stage <= 3; stage++) {
            int width = (STEM << (stage - 1)) * widening;
            for (int block = 1; block <= blocks; block++) {
                int stride = stage > 1 && block == 1 ? 2 : 1;
                network.add(
                        "stage" + stage + "_block" + block,
                        channels == width ? keeping(width) : changing(channels, width, stride));
                channels = width;
            }
        }
        network.add("end", layers.preActivation(channels));
        return ConvolutionalLayers.classifier(network, outputs);
    }

    private Block keeping(int width) {
        StagedBlock branch = new StagedBlock().add("layer1_input", layers.preActivation(width));
        return new Residual(addConvolutions(branch, width, 1));
    }

    private Block changing(int channels, int width, int stride) {
        Block branch = addConvolutions(new StagedBlock(), width, stride);
        return new StagedBlock()
                .add("input", layers.preActivation(channels))
                .add("sum", new Residual(branch, layers.convolution(width, 1, stride)));
    }

    private StagedBlock addConvolutions(StagedBlock branch, int width, int stride) {
        branch.add("layer1", layers.convolution(width, 3, stride));
        branch.add("layer2_input", layers.preActivation(width));
        if (dropout > 0) {
            branch.add("dropout", Layers.dropout(dropout));
        }
        Block last = layers.convolution(width, 3, 1);
        return branch.add(
                "layer2", zeroInitResidual ? Layers.zeroed(last, Parameter.Type.WEIGHT) : last);
    }
}
