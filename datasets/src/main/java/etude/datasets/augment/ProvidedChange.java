package etude.datasets.augment;

import etude.datasets.provider.AugmentationProvider;
import java.util.SplittableRandom;

/** A change by a class of a user's jar. */
record ProvidedChange(AugmentationProvider.Change change) implements ImageOperation {
    @Override
    public void apply(byte[] images, int offset, SplittableRandom random) {
        change.apply(images, offset, random);
    }
}
