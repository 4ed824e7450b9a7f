package etude.datasets.split;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import java.util.Arrays;
import java.util.Locale;

/** Holds out part of a data set for validation. */
public final class Splitter {
    private Splitter() {}

    /** Two parts of one data set; closing {@code train} closes the data set. */
    public record Parts(Dataset train, Dataset validation) {}

    /**
     * Holds out {@code round(fraction * size)} examples, the first images of the permutation that
     * {@code splitSeed} names, and at least one. Both parts keep the order of the data set.
     *
     * @throws EtudeException when nothing would be left to train on or to validate on
     */
    public static Parts holdOut(Dataset all, double fraction, long splitSeed) {
        int size = all.size();
        int count = heldOut(size, fraction, "examples");
        int[] validation = SeededChoice.sorted(size, count, splitSeed);
        int[] train = complement(validation, size);
        return new Parts(
                IndexedDataset.owning(all, train.length, index -> train[index]),
                IndexedDataset.view(all, count, index -> validation[index]));
    }

    /**
     * How many of {@code size} things are held out.
     *
     * @param noun what the things are, for the message
     */
    public static int heldOut(int size, double fraction, String noun) {
        if (fraction <= 0) {
            throw new EtudeException(
                    "dataset.validation_fraction is 0 and dataset.validation_path is not set, so"
                            + " nothing would be validated on: set one of them");
        }
        int count = Math.max(1, (int) Math.round(fraction * size));
        if (count >= size) {
            throw new EtudeException(
                    String.format(
                            Locale.ROOT,
                            "the data set has %,d %s; holding out a share of %s for validation leaves none to train on",
                            size,
                            noun,
                            fraction));
        }
        return count;
    }

    private static int[] complement(int[] sorted, int size) {
        int[] rest = new int[size - sorted.length];
        int next = 0;
        for (int index = 0; index < size; index++) {
            if (Arrays.binarySearch(sorted, index) < 0) {
                rest[next++] = index;
            }
        }
        return rest;
    }
}
