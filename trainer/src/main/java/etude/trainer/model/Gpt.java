package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.Features;

/**
 * The decoder-only transformer of GPT-2 (Radford et al. 2019): learned positions, layer
 * normalization before each residual branch and at the end, GELU, an MLP four times as wide, and
 * the output layer tied to the token embedding.
 *
 * <p>All weights start normal with deviation 0.02, those that write to the residual stream with
 * 0.02 / sqrt(2 * layers), so that its variance does not grow with depth. Dropout acts on the
 * embeddings and on each residual branch; attention weights are not dropped, since the fused kernel
 * never holds them.
 */
final class Gpt {
    private static final double DEVIATION = 0.02;

    /** Axis of the features in (N, length, width). */
    private static final int FEATURES = 2;

    private final GptProvider.Settings settings;
    private final Features.Tokens tokens;
    private final double dropout;
    private final double residualDeviation;
    private final Block attention = KernelOperation.causalAttention();
    private final Block gelu = KernelOperation.gelu();

    Gpt(GptProvider.Settings settings, Features.Tokens tokens, double dropout) {
        this.settings = settings;
        this.tokens = tokens;
        this.dropout = dropout;
        residualDeviation = DEVIATION / Math.sqrt(2.0 * settings.layers());
    }

    Block block() {
        TokenEmbedding embedding =
                new TokenEmbedding(
                        tokens.vocabularySize(), tokens.length(), settings.width(), DEVIATION);
        StagedBlock network = new StagedBlock().add("embedding", embedding);
        addDropout(network);
        for (int layer = 1; layer <= settings.layers(); layer++) {
            network.add("layer" + layer + "_attention", new Residual(attentionBranch()));
            network.add("layer" + layer + "_mlp", new Residual(mlpBranch()));
        }
        return network.add("normalization", Layers.layerNormalization(FEATURES))
                .add("output", embedding.tiedOutput());
    }

    private Block attentionBranch() {
        int width = settings.width();
        StagedBlock branch =
                new StagedBlock()
                        .add("normalization", Layers.layerNormalization(FEATURES))
                        .add("projections", Layers.linear(3 * width, DEVIATION))
                        .add("heads", Layers.heads(3, settings.heads()))
                        .add("attention", attention)
                        .add("output", Layers.linear(width, residualDeviation));
        return addDropout(branch);
    }

    private Block mlpBranch() {
        StagedBlock branch =
                new StagedBlock()
                        .add("normalization", Layers.layerNormalization(FEATURES))
                        .add("hidden", Layers.linear(4 * settings.width(), DEVIATION))
                        .add("activation", gelu)
                        .add("output", Layers.linear(settings.width(), residualDeviation));
        return addDropout(branch);
    }

    private StagedBlock addDropout(StagedBlock stages) {
        return dropout > 0 ? stages.add("dropout", Layers.dropout(dropout)) : stages;
    }
}
