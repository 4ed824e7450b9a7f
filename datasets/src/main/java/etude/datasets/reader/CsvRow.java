package etude.datasets.reader;

import etude.datasets.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One row of a table: its cells, trimmed, in one array of characters, so that a number is read
 * without a text being made of it. A reader fills the same rows again and again: a row holds its
 * cells until the next one is read.
 */
final class CsvRow {
    /** Where copied cells lie. */
    private char[] own = new char[1 << 8];

    /** Where the cells of this row lie. */
    private char[] characters = own;

    private int[] starts = new int[1 << 6];
    private int[] ends = new int[1 << 6];
    private int size;
    private int line = 1;

    /** Forgets the cells; the next ones are copied. */
    void begin(int startingLine) {
        begin(startingLine, own);
    }

    /**
     * Forgets the cells; the next ones are ranges of these characters, as long as they stay there.
     */
    void begin(int startingLine, char[] shared) {
        size = 0;
        line = startingLine;
        characters = shared;
    }

    /** Copies a cell. */
    void add(char[] text, int offset, int length) {
        int start = size == 0 ? 0 : ends[size - 1];
        if (start + length > own.length) {
            own = Arrays.copyOf(own, Math.max(start + length, 2 * own.length));
            characters = own;
        }
        System.arraycopy(text, offset, own, start, length);
        add(start, start + length);
    }

    /** A cell that lies in the characters of this row. */
    void add(int start, int end) {
        int from = start;
        int to = end;
        while (from < to && characters[from] <= ' ') {
            from++;
        }
        while (to > from && characters[to - 1] <= ' ') {
            to--;
        }
        if (size == ends.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = from;
        ends[size++] = to;
    }

    /** How many cells there are. */
    int size() {
        return size;
    }

    /** On which it begins, from 1. */
    int line() {
        return line;
    }

    int length(int cell) {
        return ends[cell] - starts[cell];
    }

    String text(int cell) {
        return new String(characters, starts[cell], length(cell));
    }

    List<String> texts() {
        return IntStream.range(0, size).mapToObj(this::text).toList();
    }

    /** As {@link Decimal#value}. */
    double number(int cell) {
        return Decimal.value(characters, starts[cell], ends[cell]);
    }

    boolean holds(int cell, String text) {
        int start = starts[cell];
        if (length(cell) != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (characters[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Equal where the cells are. */
    int hash(int cell) {
        int hash = 0;
        for (int i = starts[cell]; i < ends[cell]; i++) {
            hash = 31 * hash + characters[i];
        }
        return hash ^ (hash >>> 16);
    }

    /** Likewise, and of different cells hardly ever. */
    long longHash(int cell) {
        long hash = length(cell);
        for (int i = starts[cell]; i < ends[cell]; i++) {
            hash = RandomStream.mix(hash ^ characters[i]);
        }
        return hash;
    }
}
