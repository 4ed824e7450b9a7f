package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.Quoted;
import etude.datasets.config.SourceConfig;
import java.util.ArrayList;
import java.util.List;

/** Finds out what the columns of a table hold, in one pass over its rows. */
final class CsvSchemaReader {
    /** A row of more features is one of a table with a column of names, or not a table at all. */
    private static final int MOST_FEATURES = 1 << 20;

    /** A column with at least this share of numbers is one of numbers, with slips. */
    private static final double NEARLY_ALL = 0.8;

    private final CsvLines lines;
    private final List<CsvColumn> columns = new ArrayList<>();
    private final NamedProblems problems = new NamedProblems("cells");

    private CsvSchemaReader(CsvLines lines) {
        this.lines = lines;
        lines.header().forEach(name -> columns.add(new CsvColumn(name)));
    }

    static CsvSchema read(CsvLines lines, String target, SourceConfig.Task task) {
        CsvSchemaReader reader = new CsvSchemaReader(lines);
        return reader.read(reader.target(target), task == SourceConfig.Task.REGRESSION);
    }

    private int target(String target) {
        List<String> header = columns.stream().map(column -> column.name).toList();
        if (!header.contains(target) || header.size() < 2) {
            throw lines.wrong(
                    1,
                    "the target column %s and another column".formatted(Quoted.of(target)),
                    Quoted.list(header));
        }
        return header.indexOf(target);
    }

    private CsvSchema read(int target, boolean regression) {
        lines.forEach(
                (values, line) -> {
                    for (int i = 0; i < values.size(); i++) {
                        columns.get(i).add(values.get(i), line);
                    }
                });
        List<CsvSchema.Column> result = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            CsvColumn column = columns.get(i);
            if (i != target) {
                result.add(feature(column));
            } else {
                result.add(regression ? value(column) : classes(column));
            }
        }
        problems.requireNone();
        long features = result.stream().mapToLong(CsvSchema.Column::width).sum();
        if (features > MOST_FEATURES) {
            throw lines.wrong(
                    1,
                    "columns of numbers and few categories, %d features a row at most"
                            .formatted(MOST_FEATURES),
                    "columns of %d".formatted(features));
        }
        return new CsvSchema(result, target, regression, lines.remark().stream().toList());
    }

    private CsvSchema.Column feature(CsvColumn column) {
        int numbers = column.count(CsvCell.NUMBER) + column.count(CsvCell.FORMATTED);
        if (column.allNumbers() || isNumbersWithSlips(column, numbers)) {
            return number(column, CsvRemarks.ofNumbers(column));
        }
        return category(column, List.copyOf(column.texts()), CsvRemarks.ofCategories(column));
    }

    /** The target of a regression, which a model predicts as it stands. */
    private CsvSchema.Column value(CsvColumn column) {
        CsvSchema.Column number = number(column, CsvRemarks.ofValue(column));
        return new CsvSchema.Column(number.name(), List.of(), 0, number.reason(), number.remarks());
    }

    private CsvSchema.Column classes(CsvColumn column) {
        boolean wrong =
                column.allNumbers()
                        ? !column.notFinite().isEmpty()
                        : isNumbersWithSlips(column, column.count(CsvCell.NUMBER));
        if (wrong) {
            return number(column, List.of());
        }
        return column.allNumbers()
                ? category(column, column.numbers(), List.of())
                : category(column, List.copyOf(column.texts()), CsvRemarks.ofTextClasses(column));
    }

    private static boolean isNumbersWithSlips(CsvColumn column, int numbers) {
        int missing = column.count(CsvCell.MISSING);
        return numbers > 0
                && (numbers + missing == column.rows()
                        || numbers + missing >= NEARLY_ALL * column.rows());
    }

    private CsvSchema.Column number(CsvColumn column, List<String> remarks) {
        for (CsvColumn.Cell cell : column.notNumbers()) {
            problems.add(slip(column, cell));
        }
        problems.more(column.rows() - column.count(CsvCell.NUMBER) - column.notNumbers().size());
        for (CsvColumn.Cell cell : column.notFinite()) {
            problems.add(
                    lines.wrong(
                            cell.line(),
                            "a finite number for " + Quoted.of(column.name),
                            Quoted.of(cell.value())));
        }
        return new CsvSchema.Column(
                column.name, List.of(), column.origin(), CsvRemarks.reason(column), remarks);
    }

    private EtudeException slip(CsvColumn column, CsvColumn.Cell cell) {
        int numbers = column.count(CsvCell.NUMBER);
        String expected = "a finite number for " + Quoted.of(column.name);
        return lines.wrong(
                cell.line(),
                numbers == 0
                        ? expected
                        : "%s, as in %d of %d rows".formatted(expected, numbers, column.rows()),
                Quoted.of(cell.value()) + CsvRemarks.advice(CsvCell.of(cell.value())));
    }

    private CsvSchema.Column category(
            CsvColumn column, List<String> categories, List<String> remarks) {
        if (column.texts().size() > CsvColumn.MOST_CATEGORIES) {
            throw lines.wrong(
                    column.allNumbers() ? 1 : column.notNumbers().get(0).line(),
                    "numbers or at most %d different texts in %s (leave such a column out, or use task: regression for a target)"
                            .formatted(CsvColumn.MOST_CATEGORIES, Quoted.of(column.name)),
                    column.allNumbers()
                            ? "more different numbers"
                            : Quoted.of(column.notNumbers().get(0).value()) + " and more");
        }
        return new CsvSchema.Column(column.name, categories, 0, CsvRemarks.reason(column), remarks);
    }
}
