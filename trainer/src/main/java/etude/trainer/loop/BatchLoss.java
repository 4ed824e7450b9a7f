package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import etude.datasets.Batch;

/** The loss of a batch, computed part by part. */
sealed interface BatchLoss extends AutoCloseable permits Loss, WeightedLoss, ProvidedLoss {
    /** The loss that an objective asks for. */
    static BatchLoss of(NDManager manager, Loss.Texts texts) {
        Objective objective = texts.objective();
        if (objective.provided().isPresent()) {
            return new ProvidedLoss(manager, objective.provided().get(), texts.parts());
        }
        return objective.weighting().isPresent()
                ? new WeightedLoss(manager, objective.weighting().get(), objective)
                : new Loss(manager, texts);
    }

    /**
     * The scalar share of a part in the loss of its batch; differentiable.
     *
     * @param outputs of the network
     * @param targets labels or values; after mixup also second labels and weights
     * @param whole the batch that it is a part of
     */
    NDArray of(NDArray outputs, NDList targets, Batch whole);

    @Override
    void close();
}
