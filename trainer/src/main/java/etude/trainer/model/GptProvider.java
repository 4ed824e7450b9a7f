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
            @Setting(value = "Transformer layers.", defaultsTo = "4", min = 1) int layers,
            @Setting(
                            value = "Width of the residual stream, a multiple of heads.",
                            defaultsTo = "128",
                            min = 1)
                    int width,
            @Setting(value = "Attention heads per layer.", defaultsTo = "4", min = 1) int heads) {}

    @Override
    public String name() {
        return "gpt";
    }

    @Override
    public Class<? extends Record> settings() {
        return Settings.class;
    }

    @Override
    public Block build(Record settings, ExampleSpec spec, double dropout) {
        Settings gpt = (Settings) settings;
        if (gpt.width() % gpt.heads() != 0) {
            throw new EtudeException(
                    "model.width: the width must be a multiple of model.heads ("
                            + gpt.heads()
                            + "), found "
                            + gpt.width()
                            + "; nearest "
                            + Math.max(1, Math.round(gpt.width() / (double) gpt.heads()))
                                    * gpt.heads());
        }
        if (spec.features() instanceof Features.Tokens tokens
                && spec.target() instanceof Target.NextToken next
                && tokens.vocabularySize() == next.vocabularySize()) {
            return new Gpt(gpt, tokens, dropout).block();
        }
        throw new EtudeException(
                "model.name: gpt predicts the next token of token windows, but the data set's"
                        + " examples are "
                        + spec
                        + "; use a text data set, or mlp or resnet");
    }
}
