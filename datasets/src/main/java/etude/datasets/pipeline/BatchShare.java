package etude.datasets.pipeline;

/**
 * The rows of each batch that one of several ranks takes. A batch is cut into {@code ranks *
 * passes} equal blocks; its first blocks are the first pass of each rank in turn, the next ones the
 * second, so that one process that takes all blocks in their order sums up in the same order.
 *
 * @param batchSize rows of a whole batch
 * @param rank this process, in [0, ranks)
 * @param ranks processes that share a batch, at least 1
 * @param passes blocks that each of them takes, at least 1
 */
public record BatchShare(int batchSize, int rank, int ranks, int passes) {
    public BatchShare {
        if (rank < 0 || rank >= ranks || passes < 1) {
            throw new IllegalArgumentException(
                    "rank must be in [0, ranks) and passes at least 1, found rank %d of %d, %d passes"
                            .formatted(rank, ranks, passes));
        }
        if (batchSize < 1 || batchSize % (ranks * passes) != 0) {
            throw new IllegalArgumentException(
                    "batchSize must be a multiple of %d, found %d"
                            .formatted(ranks * passes, batchSize));
        }
    }

    /** All rows. */
    public static BatchShare whole(int batchSize) {
        return new BatchShare(batchSize, 0, 1, 1);
    }

    /** How many they are. */
    public int rows() {
        return batchSize / ranks;
    }

    /** The row of the whole batch that is this rank's row {@code own}; they ascend. */
    public int row(int own) {
        int block = rows() / passes;
        return (own / block * ranks + rank) * block + own % block;
    }
}
