package etude.datasets.split;

import etude.datasets.Dataset;
import etude.datasets.RandomStream;
import etude.datasets.Target;
import java.util.Arrays;

/** Chooses the split of each example so that classes have their shares of every split. */
final class StratifiedChoice {
    /** Sets the choice apart from those of other purposes, which have the same seed. */
    private static final long POSITION = -4;

    private StratifiedChoice() {}

    /** The number of the split of each example. */
    static byte[] of(Dataset all, SplitSizes sizes, long splitSeed) {
        int[] labels = TargetScan.labels(all);
        int[] classes = new int[((Target.Classes) all.spec().target()).names().size()];
        for (int label : labels) {
            classes[label]++;
        }
        int[][] shares = ExactShares.of(classes, sizes.array());
        byte[][] splitOf = new byte[classes.length][];
        for (int c = 0; c < classes.length; c++) {
            long seed = RandomStream.SPLIT.seed(RandomStream.SPLIT.seed(splitSeed, POSITION), c);
            splitOf[c] = within(shares[c], classes[c], seed);
        }
        byte[] result = new byte[labels.length];
        int[] next = new int[classes.length];
        for (int index = 0; index < labels.length; index++) {
            result[index] = splitOf[labels[index]][next[labels[index]]++];
        }
        return result;
    }

    /** The split of each example of one class: some are held out, and of these some test. */
    private static byte[] within(int[] shares, int size, long seed) {
        byte[] splitOf = new byte[size];
        Arrays.fill(splitOf, SplitSizes.TRAIN);
        int heldOut = shares[SplitSizes.TEST] + shares[SplitSizes.VALIDATION];
        int[] chosen = SeededChoice.sorted(size, heldOut, seed);
        for (int index : chosen) {
            splitOf[index] = SplitSizes.VALIDATION;
        }
        long testSeed = RandomStream.mix(seed);
        for (int number : SeededChoice.sorted(heldOut, shares[SplitSizes.TEST], testSeed)) {
            splitOf[chosen[number]] = SplitSizes.TEST;
        }
        return splitOf;
    }
}
