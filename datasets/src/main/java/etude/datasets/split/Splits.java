package etude.datasets.split;

import etude.datasets.Dataset;
import etude.datasets.TableColumn;
import etude.datasets.encoding.Encoding;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One opened data set, divided for training. Closing it closes every part.
 *
 * @param train the examples that update weights
 * @param validation the examples that choose between checkpoints and trials
 * @param test the official or configured test set, never looked at while choosing
 * @param encoding how an example is written into a batch
 * @param statistics mean and deviation of the training examples' features
 * @param target in which unit a model predicts numbers
 * @param columns what the columns of a table were taken for
 * @param overlapping how many validation examples also stand in the training set; empty where
 *     nobody looked
 * @param warnings sentences the user should see, such as examples that stand in two splits
 */
public record Splits(
        Dataset train,
        Dataset validation,
        Optional<Dataset> test,
        Encoding encoding,
        FeatureStatistics statistics,
        TargetScale target,
        List<TableColumn> columns,
        OptionalInt overlapping,
        List<String> warnings)
        implements AutoCloseable {
    public Splits {
        columns = List.copyOf(columns);
        warnings = List.copyOf(warnings);
    }

    @Override
    public void close() {
        try {
            test.ifPresent(Dataset::close);
        } finally {
            try {
                validation.close();
            } finally {
                train.close();
            }
        }
    }
}
