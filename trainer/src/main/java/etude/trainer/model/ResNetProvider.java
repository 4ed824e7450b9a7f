package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.config.Setting;

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
                            min = 1)
                    int depth,
            @Setting(
                            value =
                                    "cifar for small images (three stages of 16 to 64 channels), imagenet for large ones (four of 64 to 512).",
                            defaultsTo = "cifar")
                    Variant variant) {}

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
    public Block build(Record settings, ExampleSpec spec, double dropout) {
        if (dropout > 0) {
            throw new EtudeException(
                    "dropout: expected 0, for model resnet has no place for it, found " + dropout);
        }
        Settings resnet = (Settings) settings;
        if (!(spec.features() instanceof Features.Image)) {
            throw new EtudeException(
                    "model.name: resnet reads images, but the data set has "
                            + kind(spec.features())
                            + "; use "
                            + (spec.features() instanceof Features.Vector ? "mlp" : "gpt"));
        }
        int outputs = Outputs.count(name(), spec);
        return switch (resnet.variant()) {
            case CIFAR -> ResNet.cifar(blocksPerStage(resnet.depth()), outputs);
            case IMAGENET -> imagenet(resnet.depth(), outputs);
        };
    }

    private static String kind(Features features) {
        return features instanceof Features.Vector ? "vectors" : "token windows";
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

    private static Block imagenet(int depth, int outputs) {
        return switch (depth) {
            case 18 -> ResNet.imagenet(ResNet.Kind.BASIC, outputs, 2, 2, 2, 2);
            case 34 -> ResNet.imagenet(ResNet.Kind.BASIC, outputs, 3, 4, 6, 3);
            case 50 -> ResNet.imagenet(ResNet.Kind.BOTTLENECK, outputs, 3, 4, 6, 3);
            default ->
                    throw new EtudeException(
                            "model.depth: depth must be 18, 34 or 50 for variant imagenet, found "
                                    + depth
                                    + "; choose one of them, or variant: cifar");
        };
    }
}
