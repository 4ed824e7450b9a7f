package etude.datasets.split;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides classes among splits so that each class has its share of each split, rounded up or down,
 * and both classes and splits keep their sizes: the controlled rounding of a table (Bacharach
 * 1966), which always exists. Every cell is rounded down first; what a class lacks then is found by
 * augmenting paths, as in the matching of Kuhn (1955).
 */
final class ExactShares {
    private final long[][] remainders;
    private final int[][] counts;
    private final boolean[][] raised;
    private final int[] lacking;

    private ExactShares(int[] classes, int[] splits) {
        long all = Arrays.stream(classes).asLongStream().sum();
        remainders = new long[classes.length][splits.length];
        counts = new int[classes.length][splits.length];
        raised = new boolean[classes.length][splits.length];
        lacking = splits.clone();
        for (int c = 0; c < classes.length; c++) {
            for (int s = 0; s < splits.length; s++) {
                long product = (long) classes[c] * splits[s];
                counts[c][s] = (int) (product / all);
                remainders[c][s] = product % all;
                lacking[s] -= counts[c][s];
            }
        }
    }

    /**
     * How many examples of each class each split gets.
     *
     * @param classes examples of each class
     * @param splits sizes of the splits, which have the same sum
     * @return (class, split)
     */
    static int[][] of(int[] classes, int[] splits) {
        ExactShares shares = new ExactShares(classes, splits);
        for (int c = 0; c < classes.length; c++) {
            int left = classes[c] - Arrays.stream(shares.counts[c]).sum();
            for (int i = 0; i < left; i++) {
                shares.raise(c, new boolean[splits.length]);
            }
        }
        for (int c = 0; c < classes.length; c++) {
            for (int s = 0; s < splits.length; s++) {
                shares.counts[c][s] += shares.raised[c][s] ? 1 : 0;
            }
        }
        return shares.counts;
    }

    /** Gives a class one more example in some split, if another class must change its split. */
    private boolean raise(int c, boolean[] visited) {
        for (int s : byRemainder(c)) {
            if (visited[s] || raised[c][s] || remainders[c][s] == 0) {
                continue;
            }
            visited[s] = true;
            if (lacking[s] > 0) {
                lacking[s]--;
                raised[c][s] = true;
                return true;
            }
            for (int other = 0; other < raised.length; other++) {
                if (raised[other][s] && raise(other, visited)) {
                    raised[other][s] = false;
                    raised[c][s] = true;
                    return true;
                }
            }
        }
        return false;
    }

    private List<Integer> byRemainder(int c) {
        return IntStream.range(0, lacking.length)
                .boxed()
                .sorted(Comparator.comparing(s -> -remainders[c][s]))
                .toList();
    }
}
