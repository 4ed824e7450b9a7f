package etude.datasets.preprocessing;

import etude.datasets.ExampleSpec;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.Splits;
import etude.datasets.split.TargetScale;

/**
 * What a model must know of the data it was trained on, and no more: with it and the weights, other
 * examples are read and predictions named as in training, wherever the training data are now.
 *
 * @param encoding how an example is written into a batch
 * @param target what is predicted, with the names of the classes
 * @param statistics by which the features of a batch are standardised on the device
 * @param scale in which unit the model predicts numbers
 */
public record Preprocessing(
        Encoding encoding, Target target, FeatureStatistics statistics, TargetScale scale) {
    /** That of a model which is trained on these. */
    public static Preprocessing of(Splits splits) {
        return new Preprocessing(
                splits.encoding(),
                splits.train().spec().target(),
                splits.statistics(),
                splits.target());
    }

    /** The shape of every example. */
    public ExampleSpec spec() {
        return new ExampleSpec(encoding.features(), target);
    }
}
