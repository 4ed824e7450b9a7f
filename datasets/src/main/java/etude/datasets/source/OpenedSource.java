package etude.datasets.source;

import etude.datasets.Dataset;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One opened source, not yet divided.
 *
 * @param examples what trains and validates
 * @param test opens the official test split, where there is one
 * @param another opens a separate file or folder of the same format
 * @param overlaps whether splits could share examples, so that a check is worth its time
 */
record OpenedSource(
        Dataset examples,
        Supplier<Optional<Dataset>> test,
        Function<Path, Dataset> another,
        boolean overlaps) {}
