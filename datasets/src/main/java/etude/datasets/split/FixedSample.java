package etude.datasets.split;

import etude.datasets.Dataset;
import etude.datasets.RandomStream;

/**
 * A choice of examples that is equal at every evaluation of all runs with one {@code split_seed}.
 */
public final class FixedSample {
    /** Sets the sample's permutation apart from that of the split, which has the same seed. */
    private static final long SAMPLE_POSITION = -1;

    private FixedSample() {}

    /**
     * Up to {@code count} examples, sorted by index; a view that does not own {@code examples}. A
     * larger count only adds to a smaller one. A count of {@code examples.size()} or more gives
     * every example.
     */
    public static Dataset of(Dataset examples, int count, long splitSeed) {
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative, found " + count);
        }
        if (count >= examples.size()) {
            return IndexedDataset.view(examples, examples.size(), index -> index);
        }
        long seed = RandomStream.SPLIT.seed(splitSeed, SAMPLE_POSITION);
        int[] chosen = SeededChoice.sorted(examples.size(), count, seed);
        return IndexedDataset.view(examples, count, index -> chosen[index]);
    }
}
