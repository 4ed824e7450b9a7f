package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.Features;
import etude.datasets.TableColumn;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.ImageFit;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One opened source, not yet divided.
 *
 * @param examples what trains and, unless there is a validation set, validates
 * @param validation opens the validation set that stands beside them, where there is one
 * @param test opens the official test split, where there is one
 * @param another opens a separate file or folder of the same format
 * @param encoding how an example is written into a batch
 * @param drawn whether a procedure draws the examples one by one: that takes its time, no two are
 *     the same, and every class occurs
 * @param columns of a table
 * @param remarks sentences for the user
 */
record OpenedSource(
        Dataset examples,
        Supplier<Optional<Dataset>> validation,
        Supplier<Optional<Dataset>> test,
        Function<Path, Dataset> another,
        Encoding encoding,
        boolean drawn,
        List<TableColumn> columns,
        List<String> remarks) {
    /** Images of one size, of which no validation set stands beside the others. */
    OpenedSource(
            Dataset examples,
            Supplier<Optional<Dataset>> test,
            Function<Path, Dataset> another,
            boolean drawn) {
        this(
                examples,
                Optional::empty,
                test,
                another,
                new Encoding.Images(
                        (Features.Image) examples.spec().features(), new ImageFit.Exact()),
                drawn,
                List.of(),
                List.of());
    }
}
