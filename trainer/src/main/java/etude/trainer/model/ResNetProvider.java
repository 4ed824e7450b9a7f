package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.config.Setting;
import java.util.List;

/**
 * {@code resnet}: residual networks (He et al. 2016) for images of any size and number of channels;
 * see {@link ResNet}. They have no place for dropout.
 */
public final class ResNetProvider implements ModelProvider {
    /** The settings of {@code resnet}. */
    public record Settings(
            @Setting(
                            value =
                                    "Layers with weights: 6n+2 for cifar (8, 14, 20, ...); 18, 34 or 50 for imagenet.",
                            defaultsTo = "20",
                            min = 1,
                            max = ResNet.MOST_LAYERS)
                    int depth,
            @Setting(
                            value =
                                    "cifar for small images (three stages of 16 to 64 channels), imagenet for large ones (four of 64 to 512).",
                            defaultsTo = "cifar")
                    Variant variant,
            @Setting(
                            value = "Normalization after each convolution.",
                            defaultsTo = "{name: batch_norm}")
                    NormalizationConfig normalization,
            @Setting(
                            value =
                                    "Start each residual branch at zero: the scale of its last normalization (Goyal et al. 2017), or without one its last weights.",
                            defaultsTo = "false")
                    boolean zeroInitResidual) {}

    /** The two families of the paper. */
    public enum Variant {
        CIFAR,
        IMAGENET
    }

    @Override
    public String name() {
        return "resnet";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        if (context.dropout() > 0) {
            throw new EtudeException(
                    "dropout: expected 0, for model resnet has no place for it, found "
                            + context.dropout());
        }
        Settings resnet = (Settings) settings;
        Images.of(name(), context.spec());
        ResNet network =
                new ResNet(
                        new ConvolutionalLayers(resnet.normalization(), context.batchSize()),
                        resnet.zeroInitResidual(),
                        Outputs.count(name(), context.spec()));
        return switch (resnet.variant()) {
            case CIFAR -> network.cifar(blocksPerStage(resnet.depth()));
            case IMAGENET -> imagenet(resnet.depth(), network);
        };
    }

    @Override
    public void requireBatch(Record settings, int batchSize) {
        ((Settings) settings).normalization().requireBatch(batchSize);
    }

    @Override
    public List<String> advice(Record settings, ModelContext context) {
        return ((Settings) settings).normalization().advice(context.batchSize());
    }

    private static int blocksPerStage(int depth) {
        int blocks = (int) Math.max(1, Math.round((depth - 2) / 6.0));
        int nearest = 6 * blocks + 2;
        if (depth != nearest) {
            throw new EtudeException(
                    "model.depth: depth must be 6n+2 (8, 14, 20, ...) for variant cifar, found "
                            + depth
                            + "; nearest "
                            + nearest);
        }
        return blocks;
    }

    private static Block imagenet(int depth, ResNet network) {
        return switch (depth) {
            case 18 -> network.imagenet(ResNet.Kind.BASIC, 2, 2, 2, 2);
            case 34 -> network.imagenet(ResNet.Kind.BASIC, 3, 4, 6, 3);
            case 50 -> network.imagenet(ResNet.Kind.BOTTLENECK, 3, 4, 6, 3);
            default ->
                    throw new EtudeException(
                            "model.depth: depth must be 18, 34 or 50 for variant imagenet, found "
                                    + depth
                                    + "; choose one of them, or variant: cifar");
        };
    }
}
