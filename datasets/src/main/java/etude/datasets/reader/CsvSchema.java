package etude.datasets.reader;

import etude.datasets.TableColumn;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How the columns of a table become numbers. Also the metadata of a table's cache file.
 *
 * @param columns all columns, in the order of the header
 * @param target position of the target among them
 * @param regression whether the target is a number; else its categories are the classes
 * @param remarks sentences for the user on the table as a whole
 */
record CsvSchema(List<Column> columns, int target, boolean regression, List<String> remarks) {

    /**
     * A column of numbers, or, where there are categories, of those in ascending order.
     *
     * @param origin what is subtracted from a feature before it is rounded
     * @param reason why it was taken for that, in words
     * @param remarks sentences for the user
     */
    record Column(
            String name,
            List<String> categories,
            double origin,
            String reason,
            List<String> remarks) {
        Column {
            categories = List.copyOf(categories);
            remarks = List.copyOf(remarks);
        }

        private static Column of(Encoding.Column column) {
            return column instanceof Encoding.Column.Numbers number
                    ? new Column(number.name(), List.of(), number.origin(), "", List.of())
                    : new Column(
                            column.name(),
                            ((Encoding.Column.Categories) column).categories(),
                            0,
                            "",
                            List.of());
        }

        boolean numeric() {
            return categories.isEmpty();
        }

        /** Numbers that one value of this column becomes. */
        int width() {
            return encoding().width();
        }

        Encoding.Column encoding() {
            return numeric()
                    ? new Encoding.Column.Numbers(name, origin)
                    : new Encoding.Column.Categories(name, categories);
        }
    }

    CsvSchema {
        columns = List.copyOf(columns);
        remarks = List.copyOf(remarks);
    }

    /** That of a table which was not looked at: as another was understood. */
    static CsvSchema of(Encoding.Table table, Target target) {
        List<Column> columns = new ArrayList<>();
        table.columns().forEach(column -> columns.add(Column.of(column)));
        List<String> classes = target instanceof Target.Classes named ? named.names() : List.of();
        columns.add(table.targetPosition(), new Column(table.target(), classes, 0, "", List.of()));
        return new CsvSchema(columns, table.targetPosition(), classes.isEmpty(), List.of());
    }

    /** What a model that is trained on the table must know of its columns. */
    Encoding.Table encoding() {
        List<Encoding.Column> features = new ArrayList<>();
        columns.forEach(column -> features.add(column.encoding()));
        features.remove(target);
        return new Encoding.Table(features, columns.get(target).name(), target);
    }

    List<String> header() {
        return columns.stream().map(Column::name).toList();
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
        boolean isTarget = index == target;
        String kind =
                column.numeric()
                        ? "number"
                        : column.categories().size() + (isTarget ? " classes" : " categories");
        return new TableColumn(
                column.name(),
                isTarget ? "target, " + kind : kind,
                column.reason(),
                isTarget ? 0 : column.width(),
                column.origin(),
                column.remarks());
    }
}
