package etude.datasets.reader;

import etude.datasets.Quoted;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the cells of one column of a table, as its training file was understood. */
final class CellReader {
    private final String name;
    private final boolean numeric;

    /** Whether all categories are numbers: then 1 and 1.0 are one. */
    private final boolean numbered;

    private final Map<Object, Integer> places = new HashMap<>();

    /**
     * @param categories of the column; none where it holds numbers
     */
    CellReader(String name, List<String> categories) {
        this.name = name;
        numeric = categories.isEmpty();
        numbered = categories.stream().allMatch(CsvCell::isNumber);
        categories.forEach(category -> places.put(key(category), places.size()));
    }

    private Object key(String category) {
        return numbered && CsvCell.isNumber(category) && CsvCell.isFinite(category)
                ? new BigDecimal(category).stripTrailingZeros()
                : category;
    }

    /** The number, or the place of the category; not finite where the cell is neither. */
    double read(String cell) {
        if (numeric) {
            return CsvCell.value(cell);
        }
        Integer place = places.get(key(cell));
        return place == null ? Double.NaN : place;
    }

    /** What a cell must be, for messages. */
    String expected() {
        return (numeric ? "a finite number for %s" : "a value of %s that the training file has")
                .formatted(Quoted.of(name));
    }
}
