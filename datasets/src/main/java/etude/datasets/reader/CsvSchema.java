package etude.datasets.reader;

import etude.datasets.TableColumn;
import etude.datasets.Target;
import etude.datasets.config.ColumnConfig.DateOrder;
import etude.datasets.config.ColumnConfig.Impute;
import etude.datasets.encoding.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the columns of a table become numbers. Also the metadata of a table's cache file.
 *
 * @param columns all columns, in the order of the header
 * @param target position of the target among them, or of the first column of labels
 * @param regression whether the target is a number; else its categories are the classes
 * @param labels of which several may hold, in the order of the config or ascending; none where the
 *     target is one class or number
 * @param separator between the labels of a cell; empty where each has a column of its own
 * @param group position of the column whose values are groups; -1 where there is none
 * @param remarks sentences for the user on the table as a whole
 */
record CsvSchema(
        List<Column> columns,
        int target,
        boolean regression,
        List<String> labels,
        String separator,
        int group,
        List<String> remarks) {
    /** What the values of a column become. */
    enum Kind {
        NUMBER,
        CATEGORY,
        DATE,
        /** Labels to be predicted: 0 or 1, or the names of those that hold. */
        LABEL,
        /** The column is not read. */
        IGNORED
    }

    /**
     * What stands for missing values.
     *
     * @param fill as of {@link Encoding.Column.Imputed}
     */
    record Gaps(Impute impute, double fill) {}

    /**
     * One column.
     *
     * @param categories of a category, in ascending order, or the labels that cells name; else none
     * @param origin what is subtracted from a number or a day before it is rounded
     * @param order of dates; of others it means nothing
     * @param missing what stands in the file for a value that is not there
     * @param gaps one where values may be missing; else none
     * @param reason why it was taken for that, in words
     * @param remarks sentences for the user
     */
    record Column(
            String name,
            Kind kind,
            List<String> categories,
            double origin,
            DateOrder order,
            List<String> missing,
            List<Gaps> gaps,
            String reason,
            List<String> remarks) {
        Column {
            categories = List.copyOf(categories);
            missing = List.copyOf(missing);
            gaps = List.copyOf(gaps);
            remarks = List.copyOf(remarks);
        }

        static Column number(String name, double origin, String reason, List<String> remarks) {
            return new Column(
                    name,
                    Kind.NUMBER,
                    List.of(),
                    origin,
                    DateOrder.YEAR_FIRST,
                    List.of(),
                    List.of(),
                    reason,
                    remarks);
        }

        static Column category(
                String name, List<String> categories, String reason, List<String> remarks) {
            return new Column(
                    name,
                    Kind.CATEGORY,
                    categories,
                    0,
                    DateOrder.YEAR_FIRST,
                    List.of(),
                    List.of(),
                    reason,
                    remarks);
        }

        static Column date(String name, double origin, DateOrder order, String reason) {
            return new Column(
                    name, Kind.DATE, List.of(), origin, order, List.of(), List.of(), reason,
                    List.of());
        }

        static Column label(String name, List<String> names, String reason) {
            return new Column(
                    name,
                    Kind.LABEL,
                    names,
                    0,
                    DateOrder.YEAR_FIRST,
                    List.of(),
                    List.of(),
                    reason,
                    List.of());
        }

        static Column ignored(String name, List<String> remarks) {
            return new Column(
                    name,
                    Kind.IGNORED,
                    List.of(),
                    0,
                    DateOrder.YEAR_FIRST,
                    List.of(),
                    List.of(),
                    "the config says so",
                    remarks);
        }

        /** One that was not looked at. */
        private static Column of(Encoding.Column column) {
            if (column instanceof Encoding.Column.Imputed imputed) {
                return of(imputed.column())
                        .with(
                                imputed.missing(),
                                List.of(new Gaps(imputed.impute(), imputed.fill())));
            }
            if (column instanceof Encoding.Column.Dates dates) {
                return date(dates.name(), dates.origin(), dates.order(), "");
            }
            if (column instanceof Encoding.Column.Categories categories) {
                return category(categories.name(), categories.categories(), "", List.of());
            }
            Encoding.Column.Numbers number = (Encoding.Column.Numbers) column;
            return number(number.name(), number.origin(), "", List.of());
        }

        /** With the usual texts for a missing value, where nobody said which. */
        private Column withUsual() {
            List<String> usual =
                    MissingTexts.USUAL.stream().filter(text -> !categories.contains(text)).toList();
            return gaps.isEmpty() ? with(usual, gaps) : this;
        }

        /** This column, with what stands for a missing value, in the file and in its place. */
        Column with(List<String> inTheFile, List<Gaps> inItsPlace) {
            return new Column(
                    name, kind, categories, origin, order, inTheFile, inItsPlace, reason, remarks);
        }

        boolean ignored() {
            return kind == Kind.IGNORED;
        }

        /** Numbers that one value of this column becomes. */
        int width() {
            return isFeature() ? encoding().width() : 0;
        }

        /** Whether an example's features or its one target come from it. */
        boolean isFeature() {
            return kind != Kind.IGNORED && kind != Kind.LABEL;
        }

        /** Of a column that is read as one cell. */
        Encoding.Column encoding() {
            Encoding.Column present =
                    switch (kind) {
                        case NUMBER -> new Encoding.Column.Numbers(name, origin);
                        case CATEGORY -> new Encoding.Column.Categories(name, categories);
                        case DATE -> new Encoding.Column.Dates(name, origin, order);
                        case LABEL, IGNORED ->
                                throw new IllegalStateException(name + " is no feature");
                    };
            return gaps.isEmpty()
                    ? present
                    : new Encoding.Column.Imputed(
                            present, missing, gaps.get(0).impute(), gaps.get(0).fill());
        }
    }

    CsvSchema {
        columns = List.copyOf(columns);
        labels = List.copyOf(labels);
        remarks = List.copyOf(remarks);
    }

    /** That of a table which was not looked at: as another was understood. */
    static CsvSchema of(Encoding.Table table, Target target) {
        List<Column> columns = new ArrayList<>();
        table.columns().forEach(column -> columns.add(Column.of(column).withUsual()));
        if (target instanceof Target.Labels labels) {
            List<String> own = table.separator().isEmpty() ? labels.names() : List.of();
            own.forEach(
                    name ->
                            columns.add(
                                    table.targetPosition() + own.indexOf(name),
                                    Column.label(name, List.of(), "")));
            table.separator()
                    .ifPresent(
                            between ->
                                    columns.add(
                                            table.targetPosition(),
                                            Column.label(table.target(), labels.names(), "")));
            return new CsvSchema(
                    columns,
                    table.targetPosition(),
                    false,
                    labels.names(),
                    table.separator().orElse(""),
                    -1,
                    List.of());
        }
        List<String> classes = target instanceof Target.Classes named ? named.names() : List.of();
        columns.add(
                table.targetPosition(),
                (classes.isEmpty()
                                ? Column.number(table.target(), 0, "", List.of())
                                : Column.category(table.target(), classes, "", List.of()))
                        .withUsual());
        return new CsvSchema(
                columns, table.targetPosition(), classes.isEmpty(), List.of(), "", -1, List.of());
    }

    /** What a model that is trained on the table must know of its columns. */
    Encoding.Table encoding() {
        List<Encoding.Column> features = new ArrayList<>();
        int position = 0;
        for (int i = 0; i < columns.size(); i++) {
            if (i == target) {
                position = features.size();
            } else if (columns.get(i).isFeature()) {
                features.add(columns.get(i).encoding());
            }
        }
        return new Encoding.Table(
                features,
                labels.isEmpty() || !separator.isEmpty()
                        ? columns.get(target).name()
                        : String.join(", ", labels),
                position,
                Optional.of(separator).filter(between -> !between.isEmpty()));
    }

    /** The names of the columns that are read. */
    List<String> header() {
        return columns.stream().filter(column -> !column.ignored()).map(Column::name).toList();
    }

    /** The name of the column whose values are groups, where there is one. */
    String groupName() {
        return columns.get(group).name();
    }

    /** Of the columns that are not read. */
    List<String> ignored() {
        return columns.stream().filter(Column::ignored).map(Column::name).toList();
    }

    /** Length of the feature vector. */
    int features() {
        return columns.stream().mapToInt(Column::width).sum() - columns.get(target).width();
    }

    /** The class names, where the target is a class. */
    Optional<List<String>> classes() {
        return regression ? Optional.empty() : Optional.of(columns.get(target).categories());
    }

    /** What the columns were taken for. */
    List<TableColumn> described() {
        return IntStream.range(0, columns.size()).mapToObj(this::described).toList();
    }

    private TableColumn described(int index) {
        Column column = columns.get(index);
        boolean isTarget = index == target || column.kind() == Kind.LABEL;
        String kind =
                switch (column.kind()) {
                    case NUMBER -> "number";
                    case CATEGORY ->
                            column.categories().size() + (isTarget ? " classes" : " categories");
                    case DATE -> "date";
                    case LABEL ->
                            column.categories().isEmpty()
                                    ? "label"
                                    : column.categories().size() + " labels";
                    case IGNORED -> "ignored";
                };
        return new TableColumn(
                column.name(),
                isTarget ? "target, " + kind : kind,
                column.reason(),
                isTarget ? 0 : column.width(),
                column.kind() == Kind.NUMBER && !isTarget,
                column.origin(),
                column.remarks());
    }
}
