package etude.datasets.pipeline;

import etude.datasets.RandomStream;

/**
 * Which example is number i of a run: a new permutation of the data set each epoch, as a pure
 * function of the seed, so nothing has to be saved to resume.
 *
 * <p>Positions run across epoch ends. With several ranks, position i of rank r is position {@code i
 * * ranks + r} of the run, so the ranks together, read in turn, see exactly the order that one rank
 * alone would see.
 *
 * @param size examples in the data set, at least 1
 * @param seed seed of the run
 * @param rank this process, in [0, ranks)
 * @param ranks processes that share the run, at least 1
 */
public record ExampleOrder(int size, long seed, int rank, int ranks) {
    public ExampleOrder {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, found " + size);
        }
        if (rank < 0 || rank >= ranks) {
            throw new IllegalArgumentException(
                    "rank must be in [0, ranks), found rank " + rank + " of " + ranks);
        }
    }

    /** Index in the data set of the example at this rank's {@code position}, counted from 0. */
    public int index(long position) {
        long global = globalPosition(position);
        long epochSeed = RandomStream.ORDER.seed(seed, global / size);
        return new Permutation(size, epochSeed).at((int) (global % size));
    }

    /** How many times the whole data set had been passed over before this rank's position. */
    public long epoch(long position) {
        return globalPosition(position) / size;
    }

    /** Position among the examples of all ranks. */
    public long globalPosition(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position must be at least 0, found " + position);
        }
        return Math.addExact(Math.multiplyExact(position, (long) ranks), rank);
    }
}
