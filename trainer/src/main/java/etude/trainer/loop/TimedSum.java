package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import etude.trainer.distributed.Ranks;
import etude.trainer.distributed.VectorSum;

/** Sums of a vector as long as the gradient over all ranks, as each step ends with one. */
public final class TimedSum implements AutoCloseable {
    private final NDArray vector;
    private final VectorSum sum;

    TimedSum(NDArray vector, Ranks ranks) {
        this.vector = vector;
        sum = ranks.sum(vector, vector.size());
    }

    /** One sum, to its end. */
    public void run() {
        sum.passed();
        sum.finish();
    }

    @Override
    public void close() {
        sum.close();
        vector.close();
    }
}
