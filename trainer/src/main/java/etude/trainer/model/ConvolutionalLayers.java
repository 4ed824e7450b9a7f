package etude.trainer.model;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import java.util.Optional;

/** The layers of one convolutional network, with the normalization that its config chooses. */
final class ConvolutionalLayers {
    private final NormalizationConfig normalization;
    private final int batchSize;
    private final Block reluInPlace = KernelOperation.reluInPlace();

    ConvolutionalLayers(NormalizationConfig normalization, int batchSize) {
        this.normalization = normalization;
        this.batchSize = batchSize;
    }

    /** Convolution and normalization. */
    StagedBlock normalized(int filters, int kernel, int stride) {
        StagedBlock layer = new StagedBlock();
        layer.add("convolution", convolution(filters, kernel, stride));
        normalization(filters).ifPresent(block -> layer.add("normalization", block));
        return layer;
    }

    /** Convolution, normalization and ReLU. */
    StagedBlock activated(int filters, int kernel, int stride) {
        return normalized(filters, kernel, stride).add("activation", reluInPlace);
    }

    /** The end of a residual branch, which may start at zero: its scale, or else its weights. */
    StagedBlock branchEnd(int filters, int kernel, boolean zero) {
        StagedBlock layer = normalized(filters, kernel, 1);
        if (zero) {
            boolean scaled = layer.getChildren().size() > 1;
            Layers.zeroed(layer, scaled ? Parameter.Type.GAMMA : Parameter.Type.WEIGHT);
        }
        return layer;
    }

    Block convolution(int filters, int kernel, int stride) {
        return Layers.convolution(filters, kernel, stride, normalization.keepsBias());
    }

    Optional<Block> normalization(int channels) {
        return normalization.layer(channels, batchSize);
    }

    /** Normalization and ReLU before a convolution; leaves the input as it is. */
    StagedBlock preActivation(int channels) {
        StagedBlock stages = new StagedBlock();
        Optional<Block> layer = normalization(channels);
        layer.ifPresent(block -> stages.add("normalization", block));
        return stages.add("activation", layer.isPresent() ? reluInPlace : Layers.relu());
    }

    /** ReLU of an array that nobody else reads, such as a residual sum. */
    Block relu() {
        return reluInPlace;
    }

    /** Global average pooling and the linear output layer. */
    static Block classifier(StagedBlock network, int outputs) {
        return network.add("global_pool", Layers.globalAveragePool())
                .add("output", Layers.outputLinear(outputs));
    }
}
