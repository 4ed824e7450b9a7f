package etude.datasets.reader;

import etude.datasets.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One row of a table: its cells, trimmed, one after the other in one array, so that a number is
 * read without a text being made of it. A reader fills the same rows again and again: a row holds
 * its cells until the row after the next one is read.
 */
final class CsvRow {
    private char[] characters = new char[1 << 10];
    private int[] ends = new int[1 << 6];
    private int size;
    private int line = 1;

    /** Forgets the cells. */
    void begin(int startingLine) {
        size = 0;
        line = startingLine;
    }

    void add(char[] text, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && text[from] <= ' ') {
            from++;
        }
        while (to > from && text[to - 1] <= ' ') {
            to--;
        }
        int start = start(size);
        int end = start + to - from;
        if (end > characters.length) {
            characters = Arrays.copyOf(characters, Math.max(end, 2 * characters.length));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        System.arraycopy(text, from, characters, start, to - from);
        ends[size++] = end;
    }

    /** How many cells there are. */
    int size() {
        return size;
    }

    /** On which it begins, from 1. */
    int line() {
        return line;
    }

    private int start(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    int length(int cell) {
        return ends[cell] - start(cell);
    }

    String text(int cell) {
        return new String(characters, start(cell), length(cell));
    }

    List<String> texts() {
        return IntStream.range(0, size).mapToObj(this::text).toList();
    }

    /** As {@link Decimal#value}. */
    double number(int cell) {
        return Decimal.value(characters, start(cell), ends[cell]);
    }

    boolean holds(int cell, String text) {
        int start = start(cell);
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
        for (int i = start(cell); i < ends[cell]; i++) {
            hash = 31 * hash + characters[i];
        }
        return hash ^ (hash >>> 16);
    }

    /** Likewise, and of different cells hardly ever. */
    long longHash(int cell) {
        long hash = length(cell);
        for (int i = start(cell); i < ends[cell]; i++) {
            hash = RandomStream.mix(hash ^ characters[i]);
        }
        return hash;
    }
}
