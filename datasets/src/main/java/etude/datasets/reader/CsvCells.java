package etude.datasets.reader;

import java.util.Arrays;

/**
 * Cells of a table, one after the other: ranges of one array of characters, trimmed, each with the
 * number that it is.
 */
final class CsvCells {
    private char[] characters = new char[1 << 8];
    private int[] starts = new int[1 << 6];
    private int[] ends = new int[1 << 6];
    private double[] numbers = new double[1 << 6];
    private int count;

    /** Forgets all cells; the next ones lie among these characters. */
    void begin(char[] text) {
        characters = text;
        count = 0;
    }

    int count() {
        return count;
    }

    /** Forgets the cells after the first so many. */
    void keep(int first) {
        count = first;
    }

    /** Copies the characters of a further cell behind those of the last one. */
    void addCopy(char[] text, int offset, int length) {
        int start = count == 0 ? 0 : ends[count - 1];
        if (start + length > characters.length) {
            characters = Arrays.copyOf(characters, Math.max(start + length, 2 * characters.length));
        }
        System.arraycopy(text, offset, characters, start, length);
        add(start, start + length);
    }

    /** A further cell, between two places among the characters. */
    void add(int start, int end) {
        char[] text = characters;
        int from = start;
        int to = end;
        while (from < to && text[from] <= ' ') {
            from++;
        }
        while (to > from && text[to - 1] <= ' ') {
            to--;
        }
        if (count == ends.length) {
            grow();
        }
        starts[count] = from;
        ends[count] = to;
        numbers[count++] = Decimal.value(text, from, to);
    }

    private void grow() {
        starts = Arrays.copyOf(starts, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
        numbers = Arrays.copyOf(numbers, 2 * count);
    }

    int start(int cell) {
        return starts[cell];
    }

    int end(int cell) {
        return ends[cell];
    }

    char character(int at) {
        return characters[at];
    }

    String text(int cell) {
        return new String(characters, starts[cell], ends[cell] - starts[cell]);
    }

    /** As {@link Decimal#value}. */
    double number(int cell) {
        return numbers[cell];
    }
}
