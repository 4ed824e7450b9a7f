package etude.datasets.reader;

import java.util.Arrays;

/**
 * Whether a column numbers its rows: every row has a whole number, no two the same, and they rise
 * or fall throughout, or leave few out. Numbers that repeat early cost no memory.
 */
final class WholeNumbers {
    /** More rows than this are not looked at. */
    private static final int MOST = 1 << 24;

    /** In fewer rows, different numbers are chance. */
    private static final int FEWEST = 20;

    private long[] values = new long[64];
    private int count;
    private boolean possible = true;
    private boolean rising = true;
    private boolean falling = true;

    void add(double number) {
        if (!possible) {
            return;
        }
        if (number != Math.rint(number) || Math.abs(number) > 1L << 53 || count == MOST) {
            none();
            return;
        }
        long value = (long) number;
        if (count > 0) {
            rising &= value > values[count - 1];
            falling &= value < values[count - 1];
        }
        if (count == values.length) {
            possible = rising || falling || different();
            values = Arrays.copyOf(values, possible ? 2 * count : 0);
        }
        if (possible) {
            values[count++] = value;
        }
    }

    /** A row has none. */
    void none() {
        if (possible) {
            possible = false;
            values = new long[0];
        }
    }

    boolean numberTheRows() {
        return possible && count >= FEWEST && (rising || falling || (different() && dense()));
    }

    private boolean different() {
        long[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        for (int i = 1; i < count; i++) {
            if (sorted[i] == sorted[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private boolean dense() {
        long smallest = Arrays.stream(values, 0, count).min().orElse(0);
        long largest = Arrays.stream(values, 0, count).max().orElse(0);
        return largest - smallest < 2L * count;
    }
}
