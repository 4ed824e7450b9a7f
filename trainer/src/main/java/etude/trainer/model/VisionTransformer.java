package etude.trainer.model;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.NormalInitializer;
import etude.datasets.Features;
import java.util.ArrayList;
import java.util.List;

/**
 * The vision transformer (Dosovitskiy et al. 2021, arXiv:2010.11929): patches of the image as
 * tokens with learned positions, attention without a mask, layer normalization in each residual
 * branch and at the end, and a linear output layer on the class token or on the mean of all tokens.
 *
 * <p>Weights start normal with deviation 0.02 (Touvron et al. 2021), those of the patches with
 * variance 1 / inputs; the class token starts at zero. Dropout acts on the embeddings and on each
 * residual branch, not on the attention weights.
 */
final class VisionTransformer {
    private final VitProvider.Settings settings;
    private final Features.Image image;

    VisionTransformer(VitProvider.Settings settings, Features.Image image) {
        this.settings = settings;
        this.image = image;
    }

    Block block(int outputs, double dropout) {
        TransformerLayers layers =
                new TransformerLayers(
                        new TransformerLayers.Settings(
                                settings.layers(),
                                Math.toIntExact(tokens()),
                                settings.width(),
                                settings.heads(),
                                settings.mlpRatio() * settings.width(),
                                dropout,
                                settings.epsilon(),
                                TransformerLayers.DEVIATION,
                                settings.residualNorm(),
                                settings.zeroInitResidual()),
                        KernelOperation.attention(),
                        Layers.gelu());
        StagedBlock network = layers.addTo(new StagedBlock().add("embedding", embedding()));
        return pool(network, layers)
                .add("output", Layers.linear(outputs, TransformerLayers.DEVIATION));
    }

    private boolean classToken() {
        return settings.pooling() == VitProvider.Pooling.CLASS_TOKEN;
    }

    /** Each token is normalised by itself, so the class token is taken out first. */
    private StagedBlock pool(StagedBlock network, TransformerLayers layers) {
        if (classToken()) {
            return network.add("examples", layers.examples())
                    .add("class_token", KernelOperation.firstToken())
                    .add("normalization", layers.normalization());
        }
        return network.add("normalization", layers.normalization())
                .add("examples", layers.examples())
                .add("average", KernelOperation.averageToken());
    }

    private long patches() {
        int size = settings.patchSize();
        return (long) (image.height() / size) * (image.width() / size);
    }

    private long tokens() {
        return patches() + (classToken() ? 1 : 0);
    }

    /** Images (N, C, H, W) to tokens (N, length, width). */
    private Block embedding() {
        int width = settings.width();
        long pixels = (long) settings.patchSize() * settings.patchSize() * image.channels();
        Initializer normal = new NormalInitializer((float) TransformerLayers.DEVIATION);
        List<KernelOperation.Weight> weights = new ArrayList<>();
        weights.add(weight("patch", new Shape(width, pixels), Layers.lecunNormal()));
        weights.add(
                new KernelOperation.Weight(
                        "bias", Parameter.Type.BIAS, image -> new Shape(width), Initializer.ZEROS));
        weights.add(weight("position", new Shape(tokens(), width), normal));
        if (classToken()) {
            weights.add(weight("class_token", new Shape(1, width), Initializer.ZEROS));
        }
        String source = classToken() ? "patch_and_class_embedding.txt" : "patch_embedding.txt";
        String patches = KernelText.resource("patches.txt").source();
        return new KernelOperation(
                new KernelText(patches + KernelText.resource(source).source())
                        .with("SIZE", settings.patchSize()),
                image -> new Shape(image.get(0), tokens(), width),
                weights.toArray(KernelOperation.Weight[]::new));
    }

    private static KernelOperation.Weight weight(String name, Shape shape, Initializer start) {
        return new KernelOperation.Weight(name, Parameter.Type.WEIGHT, image -> shape, start);
    }
}
