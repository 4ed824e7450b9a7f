package etude.trainer.provider;

import ai.djl.ndarray.NDArray;
import etude.datasets.Target;
import etude.datasets.provider.Provider;

/** Makes one kind of loss, for {@code loss.name}. */
public interface LossProvider extends Provider {
    /**
     * The loss with some settings.
     *
     * @param settings an instance of {@link #settings}
     * @throws etude.datasets.EtudeException when it is none of such targets
     */
    RowLoss of(Record settings, Target target);

    /** The loss of each prediction; training minimises their mean over the batch. */
    @FunctionalInterface
    interface RowLoss {
        /**
         * Computes the losses with DJL's operators, through which the gradient goes back.
         *
         * @param outputs of the network in float32: logits (N, classes) or (N, labels), numbers (N,
         *     1), or logits of tokens (N, length, vocabulary)
         * @param targets classes (N) or tokens (N * length) in int32, numbers (N), or labels (N,
         *     labels) of 0 and 1 in float32
         * @return one loss for each class, token, number, or row of labels
         */
        NDArray of(NDArray outputs, NDArray targets);
    }
}
