package etude.tuner.page;

import java.util.List;
import java.util.regex.Pattern;

/**
 * How wide the columns of a sheet are. They are fixed before the page is drawn, so that nothing
 * moves when rows are sorted or hidden, and a thousand rows need not be measured.
 */
final class SheetWidths {
    private static final int LEAST = 4;

    /** Longer texts are broken into lines. */
    private static final int MOST = 24;

    /** Letters are narrower than the digit that CSS measures by. */
    private static final double LETTER = 0.88;

    /** Bold letters are wider. */
    private static final double BOLD_LETTER = 1.25;

    /** The padding of a cell. */
    private static final int AROUND = 3;

    private static final Pattern PARTS = Pattern.compile("(?<=[./_ ])");

    private SheetWidths() {}

    /** In widths of a digit. */
    static int digits(String name, List<Cell> cells) {
        int longest = PARTS.splitAsStream(name).mapToInt(String::length).max().orElse(0);
        int head = (int) Math.ceil(BOLD_LETTER * longest);
        int widest = cells.stream().mapToInt(SheetWidths::digits).max().orElse(0);
        return Math.max(LEAST, Math.max(head, widest)) + AROUND;
    }

    private static int digits(Cell cell) {
        int length = cell.text().length();
        return cell instanceof Cell.Quantity
                ? length
                : (int) Math.ceil(LETTER * Math.min(length, MOST));
    }
}
