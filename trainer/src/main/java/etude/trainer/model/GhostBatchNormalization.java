package etude.trainer.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import etude.trainer.engine.TorchScript;
import org.jspecify.annotations.Nullable;

/**
 * Ghost batch normalization (Hoffer et al. 2017, arXiv:1705.08741): {@link BatchNormalization}
 * whose training statistics always come from exactly v examples, the virtual batch size, whatever
 * the batch size B.
 *
 * <p>The first floor(B / v) * v examples form contiguous groups of v, each normalised by its own
 * statistics. The examples that remain are normalised with the statistics of the last v examples of
 * the batch. The running statistics move once per pass, towards the mean over the full groups of
 * their means and unbiased variances. Evaluation knows no groups.
 */
final class GhostBatchNormalization extends BatchNormalization {
    private final int virtualBatchSize;
    private @Nullable TorchScript kernel;

    GhostBatchNormalization(int virtualBatchSize) {
        this.virtualBatchSize = virtualBatchSize;
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        kernel =
                TorchScript.compile(
                        manager,
                        TorchScript.resource(GhostBatchNormalization.class, "ghost_batch_norm.txt")
                                .replace("VIRTUAL", Integer.toString(virtualBatchSize)));
    }

    @Override
    NDList normalize(NDArray input, Values values, boolean training) {
        if (!training) {
            return super.normalize(input, values, false);
        }
        if (kernel == null) {
            throw new IllegalStateException("initialize the block before its first forward pass");
        }
        if (input.getShape().get(0) < virtualBatchSize) {
            throw new IllegalStateException(
                    "a batch of %d has no group of %d"
                            .formatted(input.getShape().get(0), virtualBatchSize));
        }
        return kernel.differentiable(
                input, values.scale(), values.shift(), values.mean(), values.variance());
    }
}
