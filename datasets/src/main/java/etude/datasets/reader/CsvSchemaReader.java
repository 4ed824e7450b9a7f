package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.config.SourceConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Finds out what the columns of a table hold, in one pass over its rows. */
final class CsvSchemaReader {
    /** More different texts than this are names or numbers with a slip, not categories. */
    private static final int MOST_CATEGORIES = 1000;

    private final CsvLines lines;
    private final List<Column> columns = new ArrayList<>();

    private CsvSchemaReader(CsvLines lines) {
        this.lines = lines;
        lines.header().forEach(name -> columns.add(new Column(name)));
    }

    static CsvSchema read(CsvLines lines, String target, SourceConfig.Task task) {
        lines.requireUtf8();
        CsvSchemaReader reader = new CsvSchemaReader(lines);
        boolean regression = task == SourceConfig.Task.REGRESSION;
        int targetIndex = reader.target(target);
        lines.forEach(
                (values, line) -> {
                    for (int i = 0; i < values.size(); i++) {
                        reader.columns.get(i).add(values.get(i), line);
                    }
                });
        List<CsvSchema.Column> result = new ArrayList<>();
        for (int i = 0; i < reader.columns.size(); i++) {
            Column column = reader.columns.get(i);
            if (i != targetIndex) {
                result.add(column.numeric ? reader.number(column) : reader.category(column));
            } else {
                result.add(regression ? reader.number(column) : reader.category(column));
            }
        }
        return new CsvSchema(result, targetIndex, regression);
    }

    private int target(String target) {
        List<String> header = columns.stream().map(column -> column.name).toList();
        if (!header.contains(target) || header.size() < 2) {
            throw lines.wrong(
                    1,
                    "the target column '" + target + "' and another column",
                    String.join(", ", header));
        }
        return header.indexOf(target);
    }

    private CsvSchema.Column number(Column column) {
        if (!column.numeric) {
            throw notANumber(column, column.textLine, column.text);
        }
        requireFinite(column);
        return new CsvSchema.Column(column.name, List.of());
    }

    private void requireFinite(Column column) {
        if (column.notFiniteLine > 0) {
            throw notANumber(column, column.notFiniteLine, column.notFinite);
        }
    }

    private EtudeException notANumber(Column column, int line, String found) {
        return lines.wrong(line, "a finite number for '" + column.name + "'", "'" + found + "'");
    }

    private CsvSchema.Column category(Column column) {
        if (column.values.size() > MOST_CATEGORIES) {
            throw lines.wrong(
                    column.numeric ? 1 : column.textLine,
                    "numbers or at most %d different texts in '%s' (leave such a column out, or use task: regression for a target)"
                            .formatted(MOST_CATEGORIES, column.name),
                    column.numeric ? "more different numbers" : "'" + column.text + "' and more");
        }
        List<String> categories = new ArrayList<>(column.values);
        if (column.numeric) {
            requireFinite(column);
            categories.sort(Comparator.comparingDouble(Double::parseDouble));
        }
        return new CsvSchema.Column(column.name, categories);
    }

    /** What has been seen of one column so far. */
    private static final class Column {
        private final String name;
        private final TreeSet<String> values = new TreeSet<>();
        private boolean numeric = true;
        private String text = "";
        private int textLine;
        private String notFinite = "";
        private int notFiniteLine;

        Column(String name) {
            this.name = name;
        }

        void add(String value, int line) {
            if (values.size() <= MOST_CATEGORIES) {
                values.add(value);
            }
            if (!CsvNumbers.isNumber(value)) {
                if (numeric) {
                    numeric = false;
                    text = value;
                    textLine = line;
                }
            } else if (notFiniteLine == 0 && !CsvNumbers.isFinite(value)) {
                notFinite = value;
                notFiniteLine = line;
            }
        }
    }
}
