package etude.datasets.reader;

import java.util.List;
import java.util.Optional;

/**
 * How the columns of a table become numbers. Also the metadata of a table's cache file.
 *
 * @param columns all columns, in the order of the header
 * @param target position of the target among them
 * @param regression whether the target is a number; else its categories are the classes
 */
record CsvSchema(List<Column> columns, int target, boolean regression) {

    /** A column of numbers, or, where there are categories, of those in ascending order. */
    record Column(String name, List<String> categories) {
        Column {
            categories = List.copyOf(categories);
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
    }

    List<String> header() {
        return columns.stream().map(Column::name).toList();
    }

    /** Length of the feature vector. */
    int features() {
        int features = -columns.get(target).width();
        for (Column column : columns) {
            features += column.width();
        }
        return features;
    }

    /** The class names, where the target is a class. */
    Optional<List<String>> classes() {
        return regression ? Optional.empty() : Optional.of(columns.get(target).categories());
    }
}
