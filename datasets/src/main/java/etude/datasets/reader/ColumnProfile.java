package etude.datasets.reader;

import etude.datasets.config.ColumnConfig.DateOrder;
import java.util.List;

/**
 * What the cells of one column of a table are, all of them but where the sample is said.
 *
 * @param missing rows without a value
 * @param missingTexts what stands there for it, besides what usually does
 * @param numbers cells that are finite numbers
 * @param slips cells that are none, in a column of nearly all numbers
 * @param dates whether all values are dates
 * @param dateOrders the orders in which those of the sample can be read
 * @param numbersRows whether whole numbers rise or fall from row to row, or number the rows
 * @param different different texts; at most {@link #MOST_DIFFERENT}
 * @param words of the different texts, on the average
 * @param cells of the sample, in the order of its rows; empty text where a value is missing
 */
public record ColumnProfile(
        String name,
        int rows,
        int missing,
        List<String> missingTexts,
        int numbers,
        int slips,
        boolean dates,
        List<DateOrder> dateOrders,
        boolean numbersRows,
        int different,
        double words,
        List<String> cells) {
    /** Here counting ends. */
    public static final int MOST_DIFFERENT = CsvColumn.MOST_CATEGORIES + 1;

    public ColumnProfile {
        missingTexts = List.copyOf(missingTexts);
        dateOrders = List.copyOf(dateOrders);
        cells = List.copyOf(cells);
    }

    /** Rows with a value. */
    public int present() {
        return rows - missing;
    }

    /** Whether all values are numbers. */
    public boolean allNumbers() {
        return present() > 0 && numbers == present();
    }

    /** Whether nearly all are, so that the others are to be mended. */
    public boolean nearlyNumbers() {
        return slips > 0;
    }
}
