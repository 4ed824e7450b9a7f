package etude.trainer.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The parameters of one model as two float32 vectors, in the order that {@link FlatParameters}
 * gives them.
 *
 * @param weights (n), all trainable weights
 * @param statistics (m), the running statistics of batch norm
 */
public record FlatVectors(NDArray weights, NDArray statistics) {
    /** Copies with the same values. */
    public FlatVectors copy(NDManager manager) {
        NDArray weightsCopy = weights.duplicate();
        NDArray statisticsCopy = statistics.duplicate();
        weightsCopy.attach(manager);
        statisticsCopy.attach(manager);
        return new FlatVectors(weightsCopy, statisticsCopy);
    }
}
