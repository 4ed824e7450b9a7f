package etude.trainer.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import etude.datasets.RandomStream;
import etude.trainer.distributed.Ranks;
import etude.trainer.distributed.VectorSum;
import etude.trainer.engine.Seeds;

/**
 * An update in several passes, whether one process does all of them or each rank some: what a pass
 * comes to lies in one vector, and is added up in the same order. The noise of a pass is a function
 * of the step and of the pass's number in the whole batch, so that it does not matter who does it.
 */
final class Passes implements AutoCloseable {
    /**
     * A pass's noise stands so many bits above the step, which the first pass has as if there were
     * no other.
     */
    private static final int STEP_BITS = 40;

    /** Entries from a multiple of which on vectors begin, as where they are allocated alone. */
    static final int ALIGNED = 16;

    private final Ranks ranks;
    private final int own;
    private final long seed;
    private final NDArray vector;
    private final VectorSum sum;

    /** One pass of this rank. */
    interface Pass {
        /**
         * Leaves its share in the vector.
         *
         * @param number among this rank's passes
         * @param adds whether to what the vector holds
         */
        void run(int number, boolean adds);
    }

    /**
     * @param gradients entries, which come first
     * @param entries of the vector at least
     */
    Passes(TrainStep.Context context, long gradients, long entries) {
        ranks = context.ranks();
        own = context.ownPasses();
        seed = context.config().seed();
        vector = vector(context.manager(), entries, ranks.size());
        sum = ranks.sum(vector, gradients);
    }

    static NDArray vector(NDManager manager, long entries, int ranks) {
        long multiple = (long) ALIGNED * ranks;
        return manager.zeros(new Shape((entries + multiple - 1) / multiple * multiple));
    }

    /** What passes leave their shares in, and holds the sums after {@link #run}. */
    NDArray vector() {
        return vector;
    }

    /** Does this rank's passes, and waits for those of the others. */
    void run(long step, Pass pass) {
        for (int number = 0; number < own; number++) {
            long inBatch = (long) number * ranks.size() + ranks.rank();
            Seeds.engine(seed, RandomStream.DROPOUT, step + (inBatch << STEP_BITS));
            pass.run(number, number > 0 && sum.accumulates());
            sum.passed();
        }
        sum.finish();
    }

    @Override
    public void close() {
        sum.close();
        vector.close();
    }
}
