package etude.trainer.model;

import ai.djl.nn.Block;
import etude.datasets.EtudeException;
import etude.datasets.config.Named;
import etude.datasets.config.Setting;
import java.util.List;
import java.util.Optional;

/**
 * How a layer's output, (N, C) or (N, C, H, W), is normalised before the activation. Every kind has
 * a learned scale and shift per channel and epsilon 1e-5.
 */
public sealed interface NormalizationConfig {
    /** What is added to the variance. */
    double EPSILON = 1e-5;

    /**
     * A new normalization layer, if there is to be one.
     *
     * @param channels C
     * @param batchSize N in training
     * @throws EtudeException when it does not fit them
     */
    Optional<Block> layer(int channels, int batchSize);

    /**
     * Refuses a batch size that the layer fits with no channels.
     *
     * @param batchSize N in training
     * @throws EtudeException when it is so
     */
    default void requireBatch(int batchSize) {}

    /** Whether the layer before needs a bias: not where the normalization removes it. */
    boolean keepsBias();

    /** Sentences worth reading before training with this batch size. */
    default List<String> advice(int batchSize) {
        return List.of();
    }

    /** No normalization. */
    @Named("none")
    record None() implements NormalizationConfig {
        @Override
        public Optional<Block> layer(int channels, int batchSize) {
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
        public Optional<Block> layer(int channels, int batchSize) {
            return Optional.of(new BatchNormalization());
        }

        @Override
        public List<String> advice(int batchSize) {
            return batchSize > 1
                    ? List.of()
                    : List.of(
                            "model.normalization: batch_norm has the statistics of one example in each pass of training, which tell nothing of others; raise batch_size, lower gradient_accumulation, or use group_norm");
        }

        @Override
        public boolean keepsBias() {
            return false;
        }
    }

    /** Ghost batch normalization (Hoffer et al. 2017), see {@link GhostBatchNormalization}. */
    @Named("ghost_batch_norm")
    record GhostBatchNorm(
            @Setting(
                            value =
                                    "Examples whose statistics normalise a group; whatever the batch size.",
                            defaultsTo = "64",
                            min = 2)
                    int virtualBatchSize,
            @Setting(
                            value =
                                    "Allow a batch smaller than the virtual one; it is then normalised as a whole.",
                            defaultsTo = "false")
                    boolean allowSmaller)
            implements NormalizationConfig {
        @Override
        public void requireBatch(int batchSize) {
            if (batchSize < virtualBatchSize && !allowSmaller) {
                throw new EtudeException(
                        "model.normalization.virtual_batch_size: expected at most the %d examples of one training pass, found %d; lower it, raise batch_size, or set model.normalization.allow_smaller: true"
                                .formatted(batchSize, virtualBatchSize));
            }
        }

        @Override
        public Optional<Block> layer(int channels, int batchSize) {
            requireBatch(batchSize);
            return Optional.of(
                    batchSize <= virtualBatchSize
                            ? new BatchNormalization()
                            : new GhostBatchNormalization(virtualBatchSize));
        }

        @Override
        public boolean keepsBias() {
            return false;
        }

        @Override
        public List<String> advice(int batchSize) {
            return batchSize >= virtualBatchSize
                    ? List.of()
                    : List.of(
                            "ghost_batch_norm: the statistics are of %d examples, not of %d, for a training pass has no more; results will not compare with runs of larger batches"
                                    .formatted(batchSize, virtualBatchSize));
        }
    }

    /** Layer normalization (Ba et al. 2016), over the channels of each example or pixel. */
    @Named("layer_norm")
    record LayerNorm() implements NormalizationConfig {
        @Override
        public Optional<Block> layer(int channels, int batchSize) {
            return Optional.of(Layers.layerNormalization(1, EPSILON));
        }

        @Override
        public boolean keepsBias() {
            return true;
        }
    }

    /** Group normalization (Wu and He 2018), over the pixels and channels of each group. */
    @Named("group_norm")
    record GroupNorm(
            @Setting(
                            value =
                                    "Groups of neighbouring channels; must divide the channels of every layer.",
                            defaultsTo = "32",
                            min = 1)
                    int groups)
            implements NormalizationConfig {
        @Override
        public Optional<Block> layer(int channels, int batchSize) {
            if (channels % groups != 0) {
                throw new EtudeException(
                        "model.normalization.groups: expected a divisor of the %d channels of a layer, found %d; the narrowest layer decides, so use %d"
                                .formatted(channels, groups, largestDivisor(channels)));
            }
            return Optional.of(Layers.groupNormalization(groups));
        }

        private int largestDivisor(int channels) {
            int divisor = Math.min(groups, channels);
            while (channels % divisor != 0) {
                divisor--;
            }
            return divisor;
        }

        @Override
        public boolean keepsBias() {
            return true;
        }
    }
}
