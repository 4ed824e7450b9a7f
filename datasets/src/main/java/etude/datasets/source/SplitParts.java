package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.split.Imputation;
import java.util.Optional;

/** The splits of a data set; closing those of training and testing closes all. */
record SplitParts(Dataset train, Dataset validation, Optional<Dataset> test) {
    /** With what stands for missing values. */
    SplitParts filled(Imputation imputation) {
        return new SplitParts(
                imputation.filled(train),
                imputation.filled(validation),
                test.map(imputation::filled));
    }
}
