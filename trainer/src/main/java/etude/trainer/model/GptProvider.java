package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.config.Setting;

/**
 * {@code gpt}: a decoder-only transformer as in GPT-2, see {@link Gpt}. Its context is the length
 * of the data set's token windows.
 */
public final class GptProvider implements ModelProvider {
    /** The settings of {@code gpt}. */
    public record Settings(
            @Setting(
                            value = "Transformer layers.",
                            defaultsTo = "4",
                            min = 1,
                            max = TransformerLayers.MOST)
                    int layers,
            @Setting(
                            value = "Width of the residual stream, a multiple of heads.",
                            defaultsTo = "128",
                            min = 1)
                    int width,
            @Setting(value = "Attention heads per layer.", defaultsTo = "4", min = 1) int heads,
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

    @Override
    public String name() {
        return "gpt";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ModelContext context) {
        Settings gpt = (Settings) settings;
        ExampleSpec spec = context.spec();
        if (spec.features() instanceof Features.Tokens tokens
                && spec.target() instanceof Target.NextToken next
                && tokens.vocabularySize() == next.vocabularySize()) {
            return Gpt.block(gpt, tokens, context.dropout());
        }
        throw new EtudeException(
                "model.name: gpt predicts the next token of token windows, but the data set's"
                        + " examples are "
                        + spec
                        + "; use a text data set, or mlp or resnet");
    }
}
