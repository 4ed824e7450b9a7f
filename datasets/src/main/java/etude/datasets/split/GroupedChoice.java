package etude.datasets.split;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the split of each example so that no group stands in two of them. Groups come in an order
 * that a seed and their names decide, so that further groups leave the order of the others as it
 * is.
 */
final class GroupedChoice {
    /** Sets the order apart from those of other purposes, which have the same seed. */
    private static final long POSITION = -5;

    private final Map<Long, Integer> sizes = new HashMap<>();
    private final Map<Long, Byte> splits = new HashMap<>();
    private final List<Long> order;
    private int next;

    private GroupedChoice(long[] groups, long seed) {
        for (long group : groups) {
            sizes.merge(group, 1, Integer::sum);
        }
        order = new ArrayList<>(sizes.keySet());
        order.sort(
                Comparator.<Long>comparingLong(group -> RandomStream.mix(group ^ seed))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** The number of the split of each example. */
    static byte[] of(Dataset all, SplitSizes sizes, long splitSeed) {
        long[] groups = new long[all.size()];
        Arrays.setAll(groups, all::group);
        GroupedChoice choice =
                new GroupedChoice(groups, RandomStream.SPLIT.seed(splitSeed, POSITION));
        choice.take(sizes.test(), SplitSizes.TEST);
        choice.take(sizes.validation(), SplitSizes.VALIDATION);
        if (choice.next >= choice.order.size()) {
            throw new EtudeException(
                    "dataset.group: expected more groups than are held out, so that some train, found %d in all; lower the fractions, or remove it"
                            .formatted(choice.order.size()));
        }
        byte[] result = new byte[groups.length];
        for (int index = 0; index < groups.length; index++) {
            result[index] = choice.splits.getOrDefault(groups[index], SplitSizes.TRAIN);
        }
        return result;
    }

    /** The next groups, until another one would lead further away from what is wanted. */
    private void take(int wanted, byte split) {
        int taken = 0;
        while (taken < wanted && next < order.size()) {
            int size = sizes.getOrDefault(order.get(next), 0);
            boolean nearer = Math.abs(taken + size - wanted) < wanted - taken;
            if (taken > 0 && !nearer) {
                return;
            }
            splits.put(order.get(next), split);
            taken += size;
            next++;
        }
    }
}
