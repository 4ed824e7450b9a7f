package etude.datasets.reader;

import etude.datasets.EtudeException;
import etude.datasets.Nearest;
import etude.datasets.Quoted;
import etude.datasets.config.ColumnConfig;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.config.SourceConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Finds out what the columns of a table hold, in one pass over its rows. */
final class CsvSchemaReader {
    /** A row of more features is one of a table with a column of names, or not a table at all. */
    private static final int MOST_FEATURES = 1 << 20;

    /** A column with at least this share of numbers is one of numbers, with slips. */
    private static final double NEARLY_ALL = 0.8;

    private final CsvLines lines;
    private final SourceConfig.Csv config;
    private final Optional<String> group;
    private final List<ColumnRule> rules;
    private final int target;
    private final Optional<CsvLabels> labels;
    private final List<CsvColumn> columns = new ArrayList<>();
    private final NamedProblems problems = new NamedProblems("cells");

    private CsvSchemaReader(
            CsvLines lines, SourceConfig.Csv config, Optional<String> group, int target) {
        this.lines = lines;
        this.config = config;
        this.group = group;
        this.target = target;
        labels =
                Optional.of(config)
                        .filter(SourceConfig.Csv::hasLabels)
                        .map(several -> new CsvLabels(lines, several, problems));
        rules = ColumnRule.of(config, group, lines);
        rules.forEach(rule -> columns.add(column(rule)));
    }

    private static CsvColumn column(ColumnRule rule) {
        boolean mayBeMissing = rule.config().impute().isPresent();
        return new CsvColumn(
                rule.name(),
                mayBeMissing ? new MissingTexts(rule.missing()) : MissingTexts.NONE,
                rule.type().equals(Optional.of(ColumnConfig.Type.DATE)));
    }

    static CsvSchema read(CsvLines lines, SourceConfig.Csv config, Optional<String> group) {
        return new CsvSchemaReader(lines, config, group, target(lines, config.targets())).read();
    }

    private static int target(CsvLines lines, List<String> targets) {
        List<String> header = lines.header();
        if (!header.containsAll(targets) || header.size() <= targets.size()) {
            throw lines.unfit(
                    "the target column%s %s and another column"
                            .formatted(targets.size() == 1 ? "" : "s", Quoted.list(targets)),
                    Nearest.among(targets, header));
        }
        return header.indexOf(targets.get(0));
    }

    private boolean isLabel(int column) {
        return labels.filter(several -> several.isOne(column)).isPresent();
    }

    private CsvSchema read() {
        List<RefusedCells> refused = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            boolean mayBeEmpty = isLabel(i) && config.separator().isPresent(); // without labels
            refused.add(
                    mayBeEmpty
                            ? RefusedCells.NONE
                            : rules.get(i).refused(i == target || isLabel(i)));
        }
        int[] read = read(rules);
        lines.forEach(
                refused,
                row -> {
                    for (int i : read) {
                        columns.get(i).add(row, i);
                    }
                    labels.ifPresent(several -> several.add(row));
                });
        boolean regression = config.task() == SourceConfig.Task.REGRESSION;
        List<CsvSchema.Column> result = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            CsvColumn column = columns.get(i);
            if (isLabel(i)) {
                result.add(labels.orElseThrow().column(column.name));
            } else if (i != target) {
                result.add(feature(column, rules.get(i)));
            } else {
                CsvSchema.Column found = regression ? value(column) : classes(column);
                result.add(found.with(rules.get(i).missing(), List.of()));
            }
        }
        problems.requireNone();
        new CsvWidths(lines, config).require(columns, result);
        requireFeatures(result);
        return new CsvSchema(
                result,
                target,
                regression,
                labels.map(CsvLabels::names).orElse(List.of()),
                config.separator().orElse(""),
                group.map(lines.header()::indexOf).orElse(-1),
                lines.remark().stream().toList());
    }

    private int[] read(List<ColumnRule> rules) {
        return IntStream.range(0, rules.size())
                .filter(i -> !rules.get(i).config().isIgnored() && !isLabel(i))
                .toArray();
    }

    private void requireFeatures(List<CsvSchema.Column> result) {
        long features = result.stream().mapToLong(CsvSchema.Column::width).sum();
        if (features > MOST_FEATURES) {
            throw lines.wrong(
                    1,
                    "columns of numbers and few categories, %d features a row at most"
                            .formatted(MOST_FEATURES),
                    "columns of %d".formatted(features));
        }
        if (features == result.get(target).width()) {
            throw lines.wrong(
                    1,
                    "a column to predict %s from".formatted(Quoted.list(config.targets())),
                    "type: ignore for all of them in dataset.columns");
        }
    }

    private CsvSchema.Column feature(CsvColumn column, ColumnRule rule) {
        if (rule.config().isIgnored()) {
            return CsvSchema.Column.ignored(
                    column.name, CsvRemarks.ofIgnored(rule.config(), column.name));
        }
        if (column.rows() == 0) {
            throw lines.wrong(
                    1,
                    "values in %s (if there are none, say in dataset.columns: {%s: {type: ignore}})"
                            .formatted(Quoted.of(column.name), column.name),
                    "%s missing ones and no other".formatted(column.gaps()));
        }
        CsvSchema.Column found = rule.type().isPresent() ? typed(column, rule) : found(column);
        return found.with(
                rule.missing(),
                rule.config().impute().map(impute -> gaps(found, rule, impute)).stream().toList());
    }

    /** What the values say. */
    private CsvSchema.Column found(CsvColumn column) {
        int numbers = column.count(CsvCell.NUMBER) + column.count(CsvCell.FORMATTED);
        return column.allNumbers() || isNumbersWithSlips(column, numbers)
                ? number(column, CsvRemarks.ofNumbers(column))
                : category(column, CsvRemarks.ofCategories(column));
    }

    /** What the config says. */
    private CsvSchema.Column typed(CsvColumn column, ColumnRule rule) {
        return switch (rule.type().orElseThrow()) {
            case NUMBER -> number(column, List.of());
            case CATEGORY -> category(column, List.of());
            case DATE -> new DateColumn(lines, column, problems).read(rule.config().dateOrder());
            case IGNORE -> CsvSchema.Column.ignored(column.name, List.of());
        };
    }

    /** The target of a regression, which a model predicts as it stands. */
    private CsvSchema.Column value(CsvColumn column) {
        CsvSchema.Column number = number(column, CsvRemarks.ofValue(column));
        return CsvSchema.Column.number(column.name, 0, number.reason(), number.remarks());
    }

    private CsvSchema.Column classes(CsvColumn column) {
        boolean wrong =
                column.allNumbers()
                        ? !column.notFinite().isEmpty()
                        : isNumbersWithSlips(column, column.count(CsvCell.NUMBER));
        if (wrong) {
            return number(column, List.of());
        }
        if (column.different() > CsvColumn.MOST_CATEGORIES) {
            throw tooManyClasses(column);
        }
        return category(column, column.allNumbers() ? List.of() : CsvRemarks.ofTextClasses(column));
    }

    private EtudeException tooManyClasses(CsvColumn column) {
        return lines.wrong(
                column.allNumbers() ? 1 : column.notNumbers().get(0).line(),
                "at most %d different classes in %s (or task: regression)"
                        .formatted(CsvColumn.MOST_CATEGORIES, Quoted.of(column.name)),
                column.allNumbers()
                        ? "more different numbers"
                        : Quoted.of(column.notNumbers().get(0).value()) + " and more");
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
        return CsvSchema.Column.number(
                column.name, column.origin(), CsvRemarks.reason(column), remarks);
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

    private static CsvSchema.Column category(CsvColumn column, List<String> remarks) {
        return CsvSchema.Column.category(
                column.name,
                column.allNumbers() ? column.numbers() : List.copyOf(column.texts()),
                CsvRemarks.reason(column),
                remarks);
    }

    /** What stands for missing values. */
    private static CsvSchema.Gaps gaps(CsvSchema.Column column, ColumnRule rule, Impute impute) {
        boolean statistic = impute == Impute.MEAN || impute == Impute.MEDIAN;
        if (statistic && column.kind() == CsvSchema.Kind.CATEGORY) {
            throw new EtudeException(
                    "dataset.columns: expected impute: indicator or constant for %s, whose values are categories and have no %s; or correct its cells, such as %s"
                            .formatted(
                                    Quoted.of(column.name()),
                                    impute.name().toLowerCase(Locale.ROOT),
                                    Quoted.of(column.categories().get(0))));
        }
        double fill =
                rule.config().fillValue().map(text -> fill(column, text.text())).orElse(Double.NaN);
        return new CsvSchema.Gaps(impute, fill);
    }

    private static double fill(CsvSchema.Column column, String text) {
        CsvRow row = new CsvRow();
        row.add(text.toCharArray(), 0, text.length());
        CellReader reader = CellReader.of(column.encoding());
        double fill = reader.read(row, 0);
        if (!Double.isFinite(fill)) {
            throw new EtudeException(
                    "dataset.columns: expected %s as fill_value, found %s"
                            .formatted(reader.expected(), Quoted.of(text)));
        }
        return fill;
    }
}
