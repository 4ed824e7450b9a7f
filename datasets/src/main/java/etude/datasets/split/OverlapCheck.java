package etude.datasets.split;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds examples that stand in the training set and in another split as well: such a split measures
 * memory, not generalisation. Examples are the same when their features are; targets are not
 * compared, since an example with a second label leaks just as much. Holds one 64-bit hash for each
 * training example (8 bytes), so among 1,000,000 examples two different ones are taken for equal
 * with a chance below 1 in 10 million.
 */
public final class OverlapCheck {
    private final long[] trainingHashes;

    public OverlapCheck(ExampleScan training) {
        trainingHashes = training.hashes().clone();
        Arrays.sort(trainingHashes);
    }

    /** How many examples of another split also stand in the training set. */
    public int count(ExampleScan others) {
        int shared = 0;
        for (long hash : others.hashes()) {
            if (Arrays.binarySearch(trainingHashes, hash) >= 0) {
                shared++;
            }
        }
        return shared;
    }

    /**
     * A sentence for the user if anything is shared.
     *
     * @param shared how many examples of another split also stand in the training set
     * @param examples of that split
     * @param split its name: {@code validation} or {@code test}
     */
    public static Optional<String> warning(int shared, int examples, String split) {
        if (shared == 0) {
            return Optional.empty();
        }
        return Optional.of(
                String.format(
                        Locale.ROOT,
                        "%,d of %,d %s examples also %s in the training set, so the %s error looks better than it is.",
                        shared,
                        examples,
                        split,
                        shared == 1 ? "stands" : "stand",
                        split));
    }
}
