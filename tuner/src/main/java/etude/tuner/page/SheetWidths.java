package etude.tuner.page;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How wide the columns of a sheet are. They are fixed before the page is drawn, so that nothing
 * moves when rows are sorted or hidden, and a thousand rows need not be measured.
 */
final class SheetWidths {
    private static final int LEAST = 5;
    private static final int MOST_TEXT = 34;
    private static final int MOST_COMMAND = 48;

    /** Space between columns, and for the arrow of a sorted one. */
    private static final int AROUND = 3;

    private static final Pattern PARTS = Pattern.compile("(?<=[./_ ])");

    private SheetWidths() {}

    /** In characters. A name is broken into lines, a long text too. */
    static int characters(String name, List<Cell> cells) {
        int head = PARTS.splitAsStream(name).mapToInt(String::length).max().orElse(0) + 1;
        int widest = cells.stream().mapToInt(SheetWidths::characters).max().orElse(0);
        return Math.max(LEAST, Math.max(head, widest)) + AROUND;
    }

    private static int characters(Cell cell) {
        int length = cell.text().length();
        if (cell instanceof Cell.Command) {
            return Math.min(length, MOST_COMMAND);
        }
        return cell instanceof Cell.Quantity ? length : Math.min(length, MOST_TEXT);
    }
}
