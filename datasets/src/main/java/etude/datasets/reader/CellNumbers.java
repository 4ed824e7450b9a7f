package etude.datasets.reader;

import etude.datasets.config.ColumnConfig.DateOrder;
import java.util.ArrayList;
import java.util.List;

/** What single cells of a table are as numbers. */
public final class CellNumbers {
    private CellNumbers() {}

    /** A number; NaN where the cell is none. */
    public static double number(String cell) {
        return Decimal.value(cell);
    }

    /** Days since the beginning of 1970; NaN where the cell is no date in this order. */
    public static double days(String cell, DateOrder order) {
        return CsvDate.days(cell, order);
    }

    /** These texts, after those that usually stand for a missing value. */
    public static List<String> missing(List<String> more) {
        List<String> all = new ArrayList<>(MissingTexts.USUAL);
        all.addAll(more);
        return all;
    }
}
