package etude.datasets.split;

import etude.datasets.RandomStream;
import java.util.Arrays;

/** The first images of a seeded permutation: a choice without repetition of some of n indexes. */
final class SeededChoice {
    private SeededChoice() {}

    /**
     * The first {@code count} images of the permutation of {@code [0, size)} that {@code seed}
     * names, sorted. A larger count only adds to a smaller one. Fisher-Yates, stopped when it has
     * enough.
     */
    static int[] sorted(int size, int count, long seed) {
        int[] permutation = new int[size];
        Arrays.setAll(permutation, index -> index);
        for (int position = 0; position < count; position++) {
            int other = position + below(size - position, seed, position);
            int chosen = permutation[other];
            permutation[other] = permutation[position];
            permutation[position] = chosen;
        }
        int[] chosen = Arrays.copyOf(permutation, count);
        Arrays.sort(chosen);
        return chosen;
    }

    /** A number in {@code [0, bound)}: 31 random bits scaled, so the product fits a long. */
    private static int below(int bound, long seed, int position) {
        return (int) (((RandomStream.SPLIT.seed(seed, position) >>> 33) * bound) >>> 31);
    }
}
