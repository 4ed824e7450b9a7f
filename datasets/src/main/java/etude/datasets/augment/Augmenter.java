package etude.datasets.augment;

import etude.datasets.Batch;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import etude.datasets.Target;
import etude.datasets.UnfitConfigException;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.image.Picture;
import etude.datasets.provider.AugmentationProvider;
import etude.datasets.provider.Providers;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The augmentation of one run: operations on single images in the order of the config, then mixup
 * or cutmix over the batch. Immutable, so many threads may share it; the numbers drawn for an
 * example depend on (seed, epoch, index) alone, those of a batch on (seed, position).
 */
public final class Augmenter {
    /** Stands for "whole batch" where an example has its epoch, which is never negative. */
    private static final long BATCH = -1;

    private final List<ImageOperation> operations;
    private final List<BatchOperation> mixing;
    private final long seed;
    private final int elements;

    private Augmenter(
            List<ImageOperation> operations, List<BatchOperation> mixing, long seed, int elements) {
        this.operations = operations;
        this.mixing = mixing;
        this.seed = seed;
        this.elements = elements;
    }

    /**
     * Builds the operations; an empty list changes nothing and fits every data set.
     *
     * @param seed seed of the run
     * @throws UnfitConfigException when the examples are not images, or have no classes to mix
     */
    public static Augmenter of(List<AugmentationConfig> configs, ExampleSpec spec, long seed) {
        int elements = spec.features().elements();
        if (configs.isEmpty()) {
            return new Augmenter(List.of(), List.of(), seed, elements);
        }
        Features.Image image = requireImage(spec.features());
        List<BatchOperation> mixing =
                configs.stream().flatMap(config -> mixing(config, image).stream()).toList();
        requireMixable(mixing, spec.target());
        List<ImageOperation> operations =
                configs.stream().flatMap(config -> operation(config, image).stream()).toList();
        requireCutFirst(operations);
        return new Augmenter(operations, mixing, seed, elements);
    }

    /**
     * Changes one image in place, once it has been read into {@code row}, or once its target has
     * where there is a whole picture to cut from.
     *
     * @param whole the picture that the image is a part of, where it is kept and something {@link
     *     #cuts} from it
     */
    public void augment(Batch batch, int row, long epoch, int index, Optional<Picture> whole) {
        if (operations.isEmpty()) {
            return;
        }
        SplittableRandom random = random(epoch, index);
        for (ImageOperation operation : operations) {
            if (operation instanceof RandomResizedCrop crop && whole.isPresent()) {
                crop.apply(whole.get(), batch.images(), row * elements, random);
            } else {
                operation.apply(batch.images(), row * elements, random);
            }
        }
    }

    /** Whether the first operation overwrites the image with a part of a whole picture. */
    public boolean cuts() {
        return !operations.isEmpty() && operations.get(0) instanceof RandomResizedCrop;
    }

    /** Whether rows of a batch are mixed with each other, so that a batch must begin as mixed. */
    public boolean mixes() {
        return !mixing.isEmpty();
    }

    /**
     * How a batch is mixed, once its rows have been read and augmented; empty where nothing mixes.
     *
     * @param position position in the run of row 0, which no other batch of the run shares
     * @param rows of the batch, at least one
     */
    public Optional<Mixing> mixing(long position, int rows) {
        if (mixing.isEmpty()) {
            return Optional.empty();
        }
        SplittableRandom random = random(BATCH, position);
        BatchOperation operation =
                mixing.get(mixing.size() == 1 ? 0 : random.nextInt(mixing.size()));
        return Optional.of(new Mixing(operation, RowPartners.draw(rows, random), random));
    }

    private SplittableRandom random(long epoch, long index) {
        long position = RandomStream.mix(RandomStream.mix(epoch) + index);
        return new SplittableRandom(RandomStream.AUGMENTATION.seed(seed, position));
    }

    private static Optional<ImageOperation> operation(
            AugmentationConfig config, Features.Image image) {
        if (config instanceof AugmentationConfig.RandomResizedCrop crop) {
            return Optional.of(
                    new RandomResizedCrop(
                            image, crop.scaleMin(), crop.scaleMax(), crop.ratioMin()));
        } else if (config instanceof AugmentationConfig.RandomCrop crop) {
            return Optional.of(randomCrop(crop.padding(), image));
        } else if (config instanceof AugmentationConfig.HorizontalFlip) {
            return Optional.of(new HorizontalFlip(image));
        } else if (config instanceof AugmentationConfig.Cutout cutout) {
            return Optional.of(new Cutout(image, cutout.size()));
        } else if (config instanceof AugmentationConfig.ColorJitter jitter) {
            return Optional.of(
                    new ColorJitter(
                            image,
                            jitter.brightness(),
                            jitter.contrast(),
                            jitter.saturation(),
                            jitter.hue()));
        } else if (config instanceof AugmentationConfig.RandomErasing erasing) {
            return Optional.of(
                    new RandomErasing(
                            image,
                            erasing.probability(),
                            erasing.scaleMin(),
                            erasing.scaleMax(),
                            erasing.ratioMin(),
                            erasing.fill()));
        } else if (config instanceof AugmentationConfig.RandAugment augment) {
            return Optional.of(new RandAugment(image, augment.operations(), augment.magnitude()));
        } else if (config instanceof AugmentationConfig.Provided provided) {
            return Optional.of(
                    new ProvidedChange(
                            Providers.load("augmentation", AugmentationProvider.class)
                                    .require(provided.name())
                                    .of(provided.settings(), image)));
        }
        return Optional.empty();
    }

    private static Optional<BatchOperation> mixing(
            AugmentationConfig config, Features.Image image) {
        if (config instanceof AugmentationConfig.Mixup mixup) {
            return Optional.of(new Mixup(mixup.alpha()));
        }
        return config instanceof AugmentationConfig.CutMix cutmix
                ? Optional.of(new CutMix(image, cutmix.alpha()))
                : Optional.empty();
    }

    private static RandomCrop randomCrop(int padding, Features.Image image) {
        int largest = Math.min(image.height(), image.width());
        if (padding > largest) {
            throw new UnfitConfigException(
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
        throw new UnfitConfigException(
                "dataset.augment is for images; the examples of this data set are %s; remove augment"
                        .formatted(found));
    }

    /** It may cut from the whole picture, where what was changed before is not. */
    private static void requireCutFirst(List<ImageOperation> operations) {
        for (int i = 1; i < operations.size(); i++) {
            if (operations.get(i) instanceof RandomResizedCrop) {
                throw new UnfitConfigException(
                        "random_resized_crop in dataset.augment must be the first operation, found it in place %d; move it"
                                .formatted(i + 1));
            }
        }
    }

    private static void requireMixable(List<BatchOperation> mixing, Target target) {
        requireOnce("mixup", mixing.stream().filter(Mixup.class::isInstance).count());
        requireOnce("cutmix", mixing.stream().filter(CutMix.class::isInstance).count());
        if (!mixing.isEmpty() && !(target instanceof Target.Classes)) {
            String name = mixing.get(0) instanceof Mixup ? "mixup" : "cutmix";
            throw new UnfitConfigException(
                    "%1$s in dataset.augment blends classes; this data set predicts %2$s; remove %1$s"
                            .formatted(name, target.words()));
        }
    }

    private static void requireOnce(String name, long count) {
        if (count > 1) {
            throw new UnfitConfigException(
                    "dataset.augment may hold %s once, found %d; remove the others"
                            .formatted(name, count));
        }
    }
}
