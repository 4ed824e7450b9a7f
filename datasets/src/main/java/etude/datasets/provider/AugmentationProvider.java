package etude.datasets.provider;

import etude.datasets.Features;
import java.util.SplittableRandom;

/** Makes one kind of random change to training images, for {@code dataset.augment}. */
public interface AugmentationProvider extends Provider {
    /**
     * The change with some settings.
     *
     * @param settings an instance of {@link #settings}
     * @param shape of every image
     * @throws etude.datasets.EtudeException when it does not fit such images
     */
    Change of(Record settings, Features.Image shape);

    /** A random change of an image, in place. Called by many threads at once. */
    @FunctionalInterface
    interface Change {
        /**
         * Changes one image.
         *
         * @param images unsigned bytes, of which those from {@code offset} on are the image:
         *     height, width, channel
         * @param random the only source of randomness, or a resumed run would see other images
         */
        void apply(byte[] images, int offset, SplittableRandom random);
    }
}
