package etude.tuner.analysis.plot;

import java.util.Arrays;

/** Equal parts of the unit interval. */
final class Buckets {
    private static final int MOST = 10;

    private Buckets() {}

    /**
     * The largest number of parts, at most 10, that leaves enough coordinates in each.
     *
     * @return 1 when not even two halves have enough
     */
    static int count(double[] coordinates, int atLeast) {
        for (int parts = MOST; parts > 1; parts--) {
            int[] counts = new int[parts];
            for (double coordinate : coordinates) {
                counts[index(coordinate, parts)]++;
            }
            if (Arrays.stream(counts).allMatch(c -> c >= atLeast)) {
                return parts;
            }
        }
        return 1;
    }

    static int index(double coordinate, int parts) {
        return Math.max(0, Math.min(parts - 1, (int) (coordinate * parts)));
    }
}
