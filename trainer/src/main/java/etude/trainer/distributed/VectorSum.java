package etude.trainer.distributed;

/**
 * The sum of a vector over all passes of all ranks. Each pass leaves its share in the vector and
 * calls {@link #passed}; {@link #finish} after the last one leaves the sum there, the same bits at
 * every rank.
 */
public sealed interface VectorSum extends AutoCloseable
        permits VectorSum.OfOne, FastSum, OrderedSum, RoundedSum {
    /** Whether a pass adds its share to what the vector holds, but for the first. */
    boolean accumulates();

    /** The vector holds one more share of this rank. */
    void passed();

    /** The vector is to hold the sum. */
    void finish();

    @Override
    void close();

    /** Of one rank, which adds by itself. */
    record OfOne() implements VectorSum {
        @Override
        public boolean accumulates() {
            return true;
        }

        @Override
        public void passed() {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }
}
