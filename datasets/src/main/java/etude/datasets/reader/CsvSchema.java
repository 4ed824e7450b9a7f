package etude.datasets.reader;

import etude.datasets.TableColumn;
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

        boolean numeric() {
            return categories.isEmpty();
        }

        /** Numbers that one value of this column becomes. */
        int width() {
            return numeric() ? 1 : categories.size();
        }
    }

    CsvSchema {
        columns = List.copyOf(columns);
        remarks = List.copyOf(remarks);
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
