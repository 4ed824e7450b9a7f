package etude.datasets.provider;

import etude.datasets.Dataset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Opens one kind of data set, for {@code dataset.name}: images or vectors of one shape. What is not
 * held out by the other keys of {@code dataset}, such as {@code validation_fraction}, is trained
 * on.
 */
public interface DatasetProvider extends Provider {
    /**
     * The examples that train and validate, always in the same order.
     *
     * @param settings an instance of {@link #settings}
     * @throws etude.datasets.EtudeException when files are missing or damaged
     */
    Dataset open(Record settings, Place place);

    /** The test examples of their own, if there are any. */
    default Optional<Dataset> test(Record settings, Place place) {
        return Optional.empty();
    }

    /**
     * Where a data set is opened.
     *
     * @param find the file or folder that a path in a config means: below the current folder, or
     *     below ETUDE_DATA
     * @param notes hears, in sentences, what the user may want to know
     */
    record Place(Function<String, Path> find, Consumer<String> notes) {}
}
