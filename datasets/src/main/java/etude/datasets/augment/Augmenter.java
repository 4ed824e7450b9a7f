package etude.datasets.augment;

import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import etude.datasets.Target;
import etude.datasets.config.AugmentationConfig;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The augmentation of one run: operations on single images in the order of the config, then mixup
 * over the batch. Immutable, so many threads may share it; the numbers drawn for an example depend
 * on (seed, epoch, index) alone, those of mixup on (seed, position).
 */
public final class Augmenter {
    /** Stands for "whole batch" where an example has its epoch, which is never negative. */
    private static final long BATCH = -1;

    private final List<ImageOperation> operations;
    private final Optional<Mixup> mixup;
    private final long seed;
    private final int elements;

    private Augmenter(
            List<ImageOperation> operations, Optional<Mixup> mixup, long seed, int elements) {
        this.operations = operations;
        this.mixup = mixup;
        this.seed = seed;
        this.elements = elements;
    }

    /**
     * Builds the operations; an empty list changes nothing and fits every data set.
     *
     * @param seed seed of the run
     * @throws EtudeException when the examples are not images, or have no classes to mix
     */
    public static Augmenter of(List<AugmentationConfig> configs, ExampleSpec spec, long seed) {
        int elements = spec.features().elements();
        if (configs.isEmpty()) {
            return new Augmenter(List.of(), Optional.empty(), seed, elements);
        }
        Features.Image image = requireImage(spec.features());
        List<Mixup> mixups =
                configs.stream()
                        .filter(AugmentationConfig.Mixup.class::isInstance)
                        .map(config -> new Mixup(((AugmentationConfig.Mixup) config).alpha()))
                        .toList();
        requireMixable(mixups, spec.target());
        return new Augmenter(
                configs.stream().flatMap(config -> operation(config, image).stream()).toList(),
                mixups.stream().findFirst(),
                seed,
                elements);
    }

    /** Changes one image in place, once it has been read into {@code row}. */
    public void augment(Batch batch, int row, long epoch, int index) {
        if (operations.isEmpty()) {
            return;
        }
        SplittableRandom random = random(epoch, index);
        for (ImageOperation operation : operations) {
            operation.apply(batch.images(), row * elements, random);
        }
    }

    /** Whether {@link #mix} blends rows, so that a batch must begin as mixed. */
    public boolean mixes() {
        return mixup.isPresent();
    }

    /**
     * Blends the rows of a whole batch, after all of them have been read and augmented.
     *
     * @param position position in the run of row 0, which no other batch of the run shares
     */
    public void mix(Batch batch, long position) {
        mixup.ifPresent(operation -> operation.apply(batch, random(BATCH, position)));
    }

    private SplittableRandom random(long epoch, long index) {
        long position = RandomStream.mix(RandomStream.mix(epoch) + index);
        return new SplittableRandom(RandomStream.AUGMENTATION.seed(seed, position));
    }

    private static Optional<ImageOperation> operation(
            AugmentationConfig config, Features.Image image) {
        if (config instanceof AugmentationConfig.RandomCrop crop) {
            return Optional.of(randomCrop(crop.padding(), image));
        } else if (config instanceof AugmentationConfig.HorizontalFlip) {
            return Optional.of(new HorizontalFlip(image));
        } else if (config instanceof AugmentationConfig.Cutout cutout) {
            return Optional.of(new Cutout(image, cutout.size()));
        }
        return Optional.empty();
    }

    private static RandomCrop randomCrop(int padding, Features.Image image) {
        int largest = Math.min(image.height(), image.width());
        if (padding > largest) {
            throw new EtudeException(
                    "padding of random_crop must be at most %d for images of %dx%d, found %d; beyond that a crop may be empty"
                            .formatted(largest, image.height(), image.width(), padding));
        }
        return new RandomCrop(image, padding);
    }

    private static Features.Image requireImage(Features features) {
        if (features instanceof Features.Image image) {
            return image;
        }
        String found = features instanceof Features.Vector ? "vectors" : "text";
        throw new EtudeException(
                "dataset.augment is for images; the examples of this data set are %s; remove augment"
                        .formatted(found));
    }

    private static void requireMixable(List<Mixup> mixups, Target target) {
        if (mixups.size() > 1) {
            throw new EtudeException(
                    "dataset.augment may hold mixup once, found %d; remove the others"
                            .formatted(mixups.size()));
        }
        if (!mixups.isEmpty() && !(target instanceof Target.Classes)) {
            throw new EtudeException(
                    "mixup in dataset.augment blends classes; this data set predicts a number; remove mixup");
        }
    }
}
