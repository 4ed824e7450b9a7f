package etude.datasets.reader;

import etude.datasets.Quoted;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.SourceConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Refuses a table that becomes mostly 0/1 inputs of what are no categories: of identifiers, dates
 * and free texts, of which new rows have others. Columns that the config calls categories are taken
 * for that.
 */
record CsvWidths(CsvLines lines, SourceConfig.Csv config) {
    /** Columns that a sentence names. */
    private static final int MOST_NAMED = 10;

    /** So many times fewer inputs than the widest has are not what is too many. */
    private static final int NARROW = 20;

    /** A column of so many categories, and its columns of the table. */
    private record Wide(CsvColumn column, int width) {
        String words() {
            boolean uncounted = width > CsvColumn.MOST_CATEGORIES;
            return String.format(
                    Locale.ROOT,
                    "%s with %s%,d%s",
                    Quoted.of(column.name),
                    uncounted ? "more than " : "",
                    uncounted ? CsvColumn.MOST_CATEGORIES : width,
                    looks());
        }

        private String looks() {
            if (column.allDates()) {
                return " (dates)";
            }
            if (column.words() >= CsvRemarks.WORDS_OF_TEXT) {
                return " (free text)";
            }
            return width >= column.rows() || width > CsvColumn.MOST_CATEGORIES
                    ? " (an identifier?)"
                    : "";
        }

        /** More would be too many for any column. */
        private boolean mayBeCategory() {
            return width <= CsvColumn.MOST_CATEGORIES;
        }

        private String advice() {
            return "%s: {type: %s}".formatted(column.name, column.allDates() ? "date" : "ignore");
        }
    }

    /**
     * Looks at all columns.
     *
     * @param result what they are to become
     * @throws etude.datasets.EtudeException when the 0/1 inputs are too many
     */
    void require(List<CsvColumn> columns, List<CsvSchema.Column> result) {
        List<Wide> wide = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            CsvColumn column = columns.get(i);
            boolean counts =
                    result.get(i).kind() == CsvSchema.Kind.CATEGORY
                            && !column.name.equals(config.target());
            if (counts && (!isDeclared(column) || column.different() > CsvColumn.MOST_CATEGORIES)) {
                wide.add(new Wide(column, column.different()));
            }
        }
        int inputs = wide.stream().mapToInt(Wide::width).sum();
        if (inputs > CsvColumn.MOST_CATEGORIES) {
            refuse(inputs, wide);
        }
    }

    private boolean isDeclared(CsvColumn column) {
        return config.columns().getOrDefault(column.name, ColumnConfig.UNSAID).type().isPresent();
    }

    /** The widest first; without those that are no more than categories are anywhere. */
    private static List<Wide> tooWide(List<Wide> wide) {
        List<Wide> sorted =
                wide.stream().sorted(Comparator.comparingInt(Wide::width).reversed()).toList();
        int narrow = sorted.get(0).width() / NARROW;
        return sorted.stream().filter(one -> one.width() > narrow).limit(MOST_NAMED).toList();
    }

    private void refuse(int inputs, List<Wide> wide) {
        List<Wide> widest = tooWide(wide);
        boolean uncounted = widest.get(0).width() > CsvColumn.MOST_CATEGORIES;
        boolean mayBeCategories = widest.stream().allMatch(Wide::mayBeCategory);
        throw lines.wrong(
                1,
                String.format(
                        Locale.ROOT,
                        "at most %,d inputs of categories (numbers, or dates and texts of which dataset.columns says what they are)",
                        CsvColumn.MOST_CATEGORIES),
                String.format(
                        Locale.ROOT,
                        "%s%,d: %s; set dataset.columns: {%s}%s, or let `etude data inspect %s --target %s --write-config` propose it",
                        uncounted ? "more than " : "",
                        uncounted ? inputs - 1 : inputs,
                        widest.stream().map(Wide::words).collect(Collectors.joining(", ")),
                        widest.stream().map(Wide::advice).collect(Collectors.joining(", ")),
                        mayBeCategories
                                ? " (type: category for those whose every value matters)"
                                : "",
                        lines.path(),
                        String.join(",", config.targets())));
    }
}
