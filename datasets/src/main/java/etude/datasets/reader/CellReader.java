package etude.datasets.reader;

import etude.datasets.Quoted;
import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.encoding.Encoding;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the cells of one column of a table, as its training file was understood. */
sealed interface CellReader {
    /**
     * The number that a column's encoding is to write: a number, the days of a date, the place of a
     * category. Infinite, or NaN, where the cell is none of these.
     */
    double read(CsvRow row, int cell);

    /** What a cell must be, for messages. */
    String expected();

    /** Whether the cell is one of those that may be missing. */
    default boolean isMissing(CsvRow row, int cell) {
        return false;
    }

    static CellReader of(Encoding.Column column) {
        if (column instanceof Encoding.Column.Imputed imputed) {
            return new WithGaps(of(imputed.column()), new MissingTexts(imputed.missing()));
        }
        if (column instanceof Encoding.Column.Dates dates) {
            return new Dates(dates.name(), dates.order());
        }
        return column instanceof Encoding.Column.Categories categories
                ? new Categories(categories.name(), categories.categories())
                : new Numbers(column.name());
    }

    /** Of a column of numbers. */
    record Numbers(String name) implements CellReader {
        @Override
        public double read(CsvRow row, int cell) {
            return row.number(cell);
        }

        @Override
        public String expected() {
            return "a finite number for " + Quoted.of(name);
        }
    }

    /** Of a column of dates. */
    record Dates(String name, DateOrder order) implements CellReader {
        @Override
        public double read(CsvRow row, int cell) {
            return CsvDate.days(row.text(cell), order);
        }

        @Override
        public String expected() {
            return "a date for %s, such as %s"
                    .formatted(
                            Quoted.of(name),
                            switch (order) {
                                case YEAR_FIRST -> "2024-01-31";
                                case DAY_FIRST -> "31.01.2024";
                                case MONTH_FIRST -> "01/31/2024";
                            });
        }
    }

    /** Of a column in which values may be missing. */
    record WithGaps(CellReader present, MissingTexts missing) implements CellReader {
        @Override
        public double read(CsvRow row, int cell) {
            return present.read(row, cell);
        }

        @Override
        public String expected() {
            return present.expected();
        }

        @Override
        public boolean isMissing(CsvRow row, int cell) {
            return missing.isMissing(row, cell);
        }
    }

    /** Of a column of categories. */
    final class Categories implements CellReader {
        /** Cells whose place was looked up; the others are looked up again. */
        private static final int MOST_KNOWN = 1 << 12;

        private final String name;

        /** Whether all categories are numbers: then 1 and 1.0 are one. */
        private final boolean numbered;

        private final Map<Object, Integer> places = new HashMap<>();
        private final CsvTexts known = new CsvTexts(MOST_KNOWN);
        private final double[] placesOfKnown = new double[MOST_KNOWN];

        Categories(String name, List<String> categories) {
            this.name = name;
            numbered = categories.stream().allMatch(CsvCell::isNumber);
            categories.forEach(category -> places.put(key(category), places.size()));
        }

        @Override
        public double read(CsvRow row, int cell) {
            int before = known.size();
            int number = known.add(row, cell);
            if (number < 0) {
                return place(row.text(cell));
            }
            if (known.size() > before) {
                placesOfKnown[number] = place(row.text(cell));
            }
            return placesOfKnown[number];
        }

        double place(String text) {
            Integer place = places.get(key(text));
            return place == null ? Double.NaN : place;
        }

        private Object key(String category) {
            return numbered && CsvCell.isNumber(category) && CsvCell.isFinite(category)
                    ? new BigDecimal(category).stripTrailingZeros()
                    : category;
        }

        @Override
        public String expected() {
            return "a value of %s that the training file has".formatted(Quoted.of(name));
        }
    }
}
