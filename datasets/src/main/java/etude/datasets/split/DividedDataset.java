package etude.datasets.split;

import etude.datasets.Dataset;
import java.util.Optional;

/**
 * One data set, divided. Closing {@code train} closes the data set.
 *
 * @param validation what is held out for validation, where anything is
 * @param test likewise for testing
 */
public record DividedDataset(Dataset train, Optional<Dataset> validation, Optional<Dataset> test) {}
