package etude.datasets.augment;

import java.util.SplittableRandom;

/** One random change to one image, in place. */
sealed interface ImageOperation
        permits RandomResizedCrop,
                RandomCrop,
                HorizontalFlip,
                Cutout,
                ColorJitter,
                RandomErasing,
                RandAugment,
                ProvidedChange {
    /** Changes the image that starts at {@code offset}, (height, width, channel) bytes. */
    void apply(byte[] images, int offset, SplittableRandom random);
}
