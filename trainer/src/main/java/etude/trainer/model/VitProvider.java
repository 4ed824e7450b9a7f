package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.config.Setting;

/**
 * {@code vit}: a vision transformer, see {@link VisionTransformer}. The published sizes are, as
 * width and heads with 12 layers: Ti 192 and 3, S 384 and 6, B 768 and 12.
 */
public final class VitProvider implements ModelProvider {
    /** The settings of {@code vit}. */
    public record Settings(
            @Setting(
                            value = "Height and width of a patch; must divide the image's.",
                            defaultsTo = "16",
                            min = 1)
                    int patchSize,
            @Setting(
                            value = "Transformer layers.",
                            defaultsTo = "12",
                            min = 1,
                            max = TransformerLayers.MOST)
                    int layers,
            @Setting(
                            value = "Width of the residual stream, a multiple of heads.",
                            defaultsTo = "384",
                            min = 1)
                    int width,
            @Setting(value = "Attention heads per layer.", defaultsTo = "6", min = 1) int heads,
            @Setting(
                            value = "Width of the MLP's hidden layer, in widths of the stream.",
                            defaultsTo = "4",
                            min = 1)
                    int mlpRatio,
            @Setting(
                            value =
                                    "What the output layer reads: class_token, a learned token of its own, or average, the mean of all tokens.",
                            defaultsTo = "class_token")
                    Pooling pooling,
            @Setting(
                            value = TransformerLayers.EPSILON,
                            defaultsTo = TransformerLayers.USUAL_EPSILON,
                            min = TransformerLayers.LEAST_EPSILON)
                    double epsilon,
            @Setting(value = ResidualNorm.MEANING, defaultsTo = "pre") ResidualNorm residualNorm,
            @Setting(value = TransformerLayers.ZERO_INIT, defaultsTo = "false")
                    boolean zeroInitResidual) {
        public Settings {
            TransformerLayers.checkHeads(width, heads);
        }
    }

    /** How the tokens become one vector. */
    public enum Pooling {
        CLASS_TOKEN,
        AVERAGE
    }

    @Override
    public String name() {
        return "vit";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        Settings vit = (Settings) settings;
        Features.Image image = Images.of(name(), context.spec());
        if (image.height() % vit.patchSize() != 0 || image.width() % vit.patchSize() != 0) {
            throw new EtudeException(
                    "model.patch_size: expected a divisor of the images' height and width, %d x %d, found %d; choose another, or resize the images"
                            .formatted(image.height(), image.width(), vit.patchSize()));
        }
        int outputs = Outputs.count(name(), context.spec());
        return new VisionTransformer(vit, image).block(outputs, context.dropout());
    }
}
