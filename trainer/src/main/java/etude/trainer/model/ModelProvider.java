package etude.trainer.model;

import ai.djl.nn.Block;
import java.util.List;

/**
 * Makes one kind of model. Found by {@link java.util.ServiceLoader}, so a jar on the class path can
 * add its own; write the class name to {@code META-INF/services/etude.trainer.model.ModelProvider}.
 *
 * <p>The block takes one input, float32 already normalised: images (N, C, H, W), vectors (N,
 * features), or int32 token windows (N, length). It returns logits (N, classes), a regression value
 * (N, 1), or next-token logits (N, length, vocabulary).
 */
public interface ModelProvider {
    /** The value of {@code model.name}. */
    String name();

    /**
     * The record with the model's settings, described by {@link etude.datasets.config.Setting}
     * annotations.
     */
    Class<? extends Record> settings();

    /**
     * Builds the block, uninitialised.
     *
     * @param settings an instance of {@link #settings}
     * @throws etude.datasets.EtudeException when the model does not fit the examples or the batch
     *     size
     */
    Block build(Record settings, ModelContext context);

    /**
     * Refuses a batch size that fits no examples whatever; asked before any are read.
     *
     * @param batchSize examples in one forward pass of training, as in {@link
     *     ModelContext#batchSize}
     * @throws etude.datasets.EtudeException when it does not fit the settings
     */
    default void requireBatch(Record settings, int batchSize) {}

    /** Sentences worth reading before this model is trained. */
    default List<String> advice(Record settings, ModelContext context) {
        return List.of();
    }
}
