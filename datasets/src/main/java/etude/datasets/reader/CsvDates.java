package etude.datasets.reader;

import etude.datasets.config.ColumnConfig.DateOrder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What has been seen of a column of dates so far: in which orders all of them can be read. */
final class CsvDates {
    /** Of the orders that are possible, the mean in days. */
    private final Map<DateOrder, Double> means = new EnumMap<>(DateOrder.class);

    private final List<CsvColumn.Cell> breaking = new ArrayList<>();
    private int count;

    CsvDates() {
        for (DateOrder order : DateOrder.values()) {
            means.put(order, 0.0);
        }
    }

    /** Whether a cell is a date, in whatever order. */
    boolean add(String text, int line) {
        Map<DateOrder, Double> days = new EnumMap<>(DateOrder.class);
        for (DateOrder order : DateOrder.values()) {
            double day = CsvDate.days(text, order);
            if (!Double.isNaN(day)) {
                days.put(order, day);
            }
        }
        if (days.isEmpty()) {
            return false;
        }
        boolean wasPossible = !means.isEmpty();
        means.keySet().retainAll(days.keySet());
        if (wasPossible && means.isEmpty()) {
            breaking.add(new CsvColumn.Cell(text, line));
        }
        count++;
        means.replaceAll((order, mean) -> mean + (days.getOrDefault(order, mean) - mean) / count);
        return true;
    }

    /** The orders in which all dates can be read. */
    Set<DateOrder> possible() {
        return means.keySet();
    }

    /** The first date that cannot be read in any order that those before it had. */
    List<CsvColumn.Cell> breaking() {
        return breaking;
    }

    /** The mean of the dates in days, where all are of this order. */
    double mean(DateOrder order) {
        return means.getOrDefault(order, 0.0);
    }
}
