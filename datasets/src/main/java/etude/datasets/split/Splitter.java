package etude.datasets.split;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.RandomStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * Holds out parts of a data set, by one {@code split_seed}: for testing, then for validation. Every
 * part keeps the order of the data set.
 */
public final class Splitter {
    /** Sets the order of {@link #first} apart from that of the split, which has the same seed. */
    private static final long FIRST_POSITION = -3;

    /** Likewise of what is held out for testing; {@link FixedSample} has -1. */
    private static final long TEST_POSITION = -2;

    private Splitter() {}

    /** Two parts of one data set; closing {@code rest} closes the data set. */
    public record Parts(Dataset rest, Dataset heldOut) {}

    /**
     * The first {@code count} examples of a seeded order: fewer of them are among more of them.
     *
     * @throws EtudeException when there are not so many
     */
    public static Dataset first(Dataset all, int count, long splitSeed) {
        if (count > all.size()) {
            throw new EtudeException(
                    String.format(
                            Locale.ROOT,
                            "dataset.examples: expected at most %,d, for there are no more (first example: %s), found %,d",
                            all.size(),
                            all.name(0),
                            count));
        }
        if (count == all.size()) {
            return all;
        }
        long seed = RandomStream.SPLIT.seed(splitSeed, FIRST_POSITION);
        int[] chosen = SeededChoice.sorted(all.size(), count, seed);
        return IndexedDataset.owning(all, count, index -> chosen[index]);
    }

    /**
     * Holds out {@link #heldOut} examples for testing.
     *
     * @throws EtudeException when nothing would be left
     */
    public static Parts test(Dataset all, double fraction, long splitSeed) {
        int count = heldOut(all.size(), all.size(), fraction, "testing", "examples");
        return holdOut(all, count, RandomStream.SPLIT.seed(splitSeed, TEST_POSITION));
    }

    /**
     * Holds out {@link #heldOut} examples for validation.
     *
     * @param of how many the fraction is of: with those that test
     * @throws EtudeException when nothing would be left to train on or to validate on
     */
    public static Parts validation(Dataset all, int of, double fraction, long splitSeed) {
        return holdOut(all, heldOut(all.size(), of, fraction, "validation", "examples"), splitSeed);
    }

    private static Parts holdOut(Dataset all, int count, long seed) {
        int[] heldOut = SeededChoice.sorted(all.size(), count, seed);
        int[] rest = complement(heldOut, all.size());
        return new Parts(
                IndexedDataset.owning(all, rest.length, index -> rest[index]),
                IndexedDataset.view(all, count, index -> heldOut[index]));
    }

    /**
     * How many of {@code size} things are held out: {@code round(fraction * of)}, at least one.
     *
     * @param purpose what for, for the message
     * @param noun what the things are, for the message
     */
    public static int heldOut(int size, int of, double fraction, String purpose, String noun) {
        if (fraction <= 0) {
            throw new EtudeException(
                    "dataset.validation_fraction is 0 and dataset.validation_path is not set, so"
                            + " nothing would be validated on: set one of them");
        }
        int count = Math.max(1, (int) Math.round(fraction * of));
        if (count >= size) {
            throw new EtudeException(
                    String.format(
                            Locale.ROOT,
                            "the data set has %,d %s; holding out a share of %s for %s leaves none to train on",
                            of,
                            noun,
                            fraction,
                            purpose));
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
