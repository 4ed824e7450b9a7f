package etude.datasets.reader;

import etude.datasets.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One row of a table: some of many {@link CsvCells}, or a few of its own. A reader shows rows one
 * after the other in the same object: it holds its cells until the next one is read.
 */
final class CsvRow {
    private final CsvCells own = new CsvCells();
    private CsvCells cells = own;
    private int first;
    private int size;
    private int line = 1;

    /** Forgets its cells; the next ones are added. */
    void begin(int startingLine) {
        own.keep(0);
        show(own, 0, 0, startingLine);
    }

    /** Copies a cell, and adds it. */
    void add(char[] text, int offset, int length) {
        own.addCopy(text, offset, length);
        size++;
    }

    /** Becomes a row of these cells. */
    void show(CsvCells shared, int firstCell, int count, int startingLine) {
        cells = shared;
        first = firstCell;
        size = count;
        line = startingLine;
    }

    /** How many cells there are. */
    int size() {
        return size;
    }

    /** On which it begins, from 1. */
    int line() {
        return line;
    }

    /** From the first cell to the end of the last one. */
    int characters() {
        return size == 0 ? 0 : cells.end(first + size - 1) - cells.start(first);
    }

    int length(int cell) {
        return cells.end(first + cell) - cells.start(first + cell);
    }

    String text(int cell) {
        return cells.text(first + cell);
    }

    List<String> texts() {
        return IntStream.range(0, size).mapToObj(this::text).toList();
    }

    /** As {@link Decimal#value}. */
    double number(int cell) {
        return cells.number(first + cell);
    }

    boolean holds(int cell, String text) {
        int start = cells.start(first + cell);
        if (length(cell) != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (cells.character(start + i) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Equal where the cells are. */
    int hash(int cell) {
        int hash = 0;
        int end = cells.end(first + cell);
        for (int i = cells.start(first + cell); i < end; i++) {
            hash = 31 * hash + cells.character(i);
        }
        return hash ^ (hash >>> 16);
    }

    /** Likewise, and of different cells hardly ever. */
    long longHash(int cell) {
        long hash = length(cell);
        int end = cells.end(first + cell);
        for (int i = cells.start(first + cell); i < end; i++) {
            hash = RandomStream.mix(hash ^ cells.character(i));
        }
        return hash;
    }
}
