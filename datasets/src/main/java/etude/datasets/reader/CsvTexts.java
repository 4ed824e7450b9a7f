package etude.datasets.reader;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Different texts of cells, numbered from 0 in the order in which they came, up to so many. A cell
 * whose text is known is found without a text being made of it.
 */
final class CsvTexts {
    private final int most;
    private final List<String> texts = new ArrayList<>();

    /** Of a hash table with open addressing: number of a text plus 1, or 0. */
    private int[] slots = new int[1 << 6];

    CsvTexts(int most) {
        this.most = most;
    }

    /** The number of a cell's text; -1 where it is not known. */
    int find(CsvRow row, int cell) {
        return slots[slot(row, cell)] - 1;
    }

    /** Likewise, after it was taken in if there is room. */
    int add(CsvRow row, int cell) {
        int slot = slot(row, cell);
        if (slots[slot] == 0 && texts.size() < most) {
            texts.add(row.text(cell));
            slots[slot] = texts.size();
            if (2 * texts.size() > slots.length) {
                grow();
            }
            return texts.size() - 1;
        }
        return slots[slot] - 1;
    }

    private int slot(CsvRow row, int cell) {
        int slot = row.hash(cell) & (slots.length - 1);
        while (slots[slot] != 0 && !row.holds(cell, texts.get(slots[slot] - 1))) {
            slot = (slot + 1) & (slots.length - 1);
        }
        return slot;
    }

    private void grow() {
        slots = new int[2 * slots.length];
        CsvRow row = new CsvRow();
        for (int number = 0; number < texts.size(); number++) {
            char[] text = texts.get(number).toCharArray();
            row.begin(1);
            row.add(text, 0, text.length);
            slots[slot(row, 0)] = number + 1;
        }
    }

    boolean isFull() {
        return texts.size() == most;
    }

    int size() {
        return texts.size();
    }

    /** In the order in which they came. */
    List<String> all() {
        return Collections.unmodifiableList(texts);
    }
}
