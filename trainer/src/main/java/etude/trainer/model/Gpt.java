package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.Features;

/**
 * The decoder-only transformer of GPT-2 (Radford et al. 2019): learned positions, layer
 * normalization in each residual branch and at the end, GELU, an MLP four times as wide, and the
 * output layer tied to the token embedding.
 *
 * <p>All weights start normal with deviation 0.02, those that write to the residual stream with
 * 0.02 / sqrt(2 * layers), so that its variance does not grow with depth. Dropout acts on the
 * embeddings and on each residual branch; attention weights are not dropped, since the fused kernel
 * never holds them.
 */
final class Gpt {
    private Gpt() {}

    static Block block(GptProvider.Settings settings, Features.Tokens tokens, double dropout) {
        TransformerLayers layers =
                new TransformerLayers(
                        new TransformerLayers.Settings(
                                settings.layers(),
                                tokens.length(),
                                settings.width(),
                                settings.heads(),
                                4 * settings.width(),
                                dropout,
                                settings.epsilon(),
                                TransformerLayers.DEVIATION / Math.sqrt(2.0 * settings.layers()),
                                settings.residualNorm(),
                                settings.zeroInitResidual()),
                        KernelOperation.causalAttention(),
                        KernelOperation.tanhGelu());
        TokenEmbedding embedding =
                new TokenEmbedding(
                        tokens.vocabularySize(),
                        tokens.length(),
                        settings.width(),
                        TransformerLayers.DEVIATION);
        return layers.addTo(new StagedBlock().add("embedding", embedding))
                .add("normalization", layers.normalization())
                .add("output", embedding.tiedOutput())
                .add("examples", layers.examples());
    }
}
