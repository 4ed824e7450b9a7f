package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.config.Named;
import java.util.Optional;

/** How a fully connected layer's output is normalised before the activation. */
public sealed interface NormalizationConfig {
    /** A new normalization layer for activations (N, features), if there is to be one. */
    Optional<Block> layer();

    /** Whether the layer before needs a bias: not where the normalization removes it. */
    boolean keepsBias();

    /** No normalization. */
    @Named("none")
    record None() implements NormalizationConfig {
        @Override
        public Optional<Block> layer() {
            return Optional.empty();
        }

        @Override
        public boolean keepsBias() {
            return true;
        }
    }

    /** Batch normalization (Ioffe and Szegedy 2015). */
    @Named("batch_norm")
    record BatchNorm() implements NormalizationConfig {
        @Override
        public Optional<Block> layer() {
            return Optional.of(new BatchNormalization());
        }

        @Override
        public boolean keepsBias() {
            return false;
        }
    }

    /** Layer normalization (Ba et al. 2016). */
    @Named("layer_norm")
    record LayerNorm() implements NormalizationConfig {
        @Override
        public Optional<Block> layer() {
            return Optional.of(Layers.layerNormalization(1));
        }

        @Override
        public boolean keepsBias() {
            return true;
        }
    }
}
