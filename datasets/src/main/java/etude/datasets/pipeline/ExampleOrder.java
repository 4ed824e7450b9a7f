package etude.datasets.pipeline;

import etude.datasets.RandomStream;

/**
 * Which example is number i of a run: a new permutation of the data set each epoch, as a pure
 * function of the seed, so nothing has to be saved to resume.
 *
 * <p>Positions run across epoch ends.
 *
 * @param size examples in the data set, at least 1
 * @param seed seed of the run
 */
public record ExampleOrder(int size, long seed) {
    public ExampleOrder {
        if (size < 1) {
            throw new IllegalArgumentException("size must be at least 1, found " + size);
        }
    }

    /** Index in the data set of the example at a position of the run, counted from 0. */
    public int index(long position) {
        long epochSeed = RandomStream.ORDER.seed(seed, epoch(position));
        return new Permutation(size, epochSeed).at((int) (position % size));
    }

    /** How many times the whole data set had been passed over before a position. */
    public long epoch(long position) {
        if (position < 0) {
            throw new IllegalArgumentException("position must be at least 0, found " + position);
        }
        return position / size;
    }
}
