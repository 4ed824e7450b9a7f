package etude.datasets.config;

/** One step of image augmentation; applied in the order of the list, mixup and cutmix last. */
public sealed interface AugmentationConfig {
    /** Pad with zeros on every side, then cut the original size at a random place. */
    @Named("random_crop")
    record RandomCrop(
            @Setting(value = "Pixels added on every side.", defaultsTo = "4", min = 1) int padding)
            implements AugmentationConfig {}

    /** Mirror left and right with probability one half. */
    @Named("horizontal_flip")
    record HorizontalFlip() implements AugmentationConfig {}

    /** Blank a square (DeVries and Taylor 2017, arXiv:1708.04552). */
    @Named("cutout")
    record Cutout(
            @Setting(value = "Edge of the square in pixels.", defaultsTo = "8", min = 1) int size)
            implements AugmentationConfig {}

    /**
     * Blend each image and its label with another of the batch (Zhang et al. 2018,
     * arXiv:1710.09412).
     */
    @Named("mixup")
    record Mixup(
            @Setting(
                            value = "Parameter of the symmetric Beta distribution of the blend.",
                            defaultsTo = "0.2",
                            min = 1.0e-3)
                    double alpha)
            implements AugmentationConfig {}

    /**
     * Cut a part of random size, shape and place, in the size of the whole (Szegedy et al. 2015,
     * arXiv:1409.4842); first in the list. With {@code dataset.training_size} it is cut from the
     * whole picture.
     */
    @Named("random_resized_crop")
    record RandomResizedCrop(
            @Setting(value = "Least share of the area.", defaultsTo = "0.08", min = 1.0e-3, max = 1)
                    double scaleMin,
            @Setting(
                            value = "Largest share of the area.",
                            defaultsTo = "1.0",
                            min = 1.0e-3,
                            max = 1)
                    double scaleMax,
            @Setting(
                            value =
                                    "Least width over height; the largest is its inverse, and all between are as likely on a logarithmic scale.",
                            defaultsTo = "0.75",
                            min = 1.0e-2,
                            max = 1)
                    double ratioMin)
            implements AugmentationConfig {
        public RandomResizedCrop {
            requireOrder(scaleMin, scaleMax);
        }
    }

    /**
     * Change brightness, contrast, saturation and hue, in a random order (Howard 2013,
     * arXiv:1312.5402; the formulas are those of torchvision). Grey images have no saturation and
     * no hue.
     */
    @Named("color_jitter")
    record ColorJitter(
            @Setting(
                            value = "Brightness times a factor from 1 less this to 1 more.",
                            defaultsTo = "0.4",
                            min = 0,
                            max = 1)
                    double brightness,
            @Setting(value = "Likewise, contrast.", defaultsTo = "0.4", min = 0, max = 1)
                    double contrast,
            @Setting(value = "Likewise, saturation.", defaultsTo = "0.4", min = 0, max = 1)
                    double saturation,
            @Setting(
                            value = "Hue turned by up to this share of the circle either way.",
                            defaultsTo = "0.0",
                            min = 0,
                            max = 0.5)
                    double hue)
            implements AugmentationConfig {}

    /** Overwrite a rectangle (Zhong et al. 2017, arXiv:1708.04896). */
    @Named("random_erasing")
    record RandomErasing(
            @Setting(value = "How often.", defaultsTo = "0.25", min = 0, max = 1)
                    double probability,
            @Setting(value = "Least share of the area.", defaultsTo = "0.02", min = 1.0e-3, max = 1)
                    double scaleMin,
            @Setting(
                            value = "Largest share of the area.",
                            defaultsTo = "0.33",
                            min = 1.0e-3,
                            max = 1)
                    double scaleMax,
            @Setting(
                            value = "Least height over width; the largest is its inverse.",
                            defaultsTo = "0.3",
                            min = 1.0e-2,
                            max = 1)
                    double ratioMin,
            @Setting(value = "random, each byte drawn by itself, or zero.", defaultsTo = "random")
                    Fill fill)
            implements AugmentationConfig {
        public RandomErasing {
            requireOrder(scaleMin, scaleMax);
        }
    }

    /** What an erased rectangle is filled with. */
    enum Fill {
        RANDOM,
        ZERO
    }

    /**
     * Some operations out of fourteen, all of one strength (Cubuk et al. 2020, arXiv:1909.13719;
     * operations and strengths are those of torchvision's RandAugment with 31 bins).
     */
    @Named("rand_augment")
    record RandAugment(
            @Setting(value = "How many, one after the other.", defaultsTo = "2", min = 1, max = 14)
                    int operations,
            @Setting(value = "Their strength.", defaultsTo = "9", min = 0, max = 30) int magnitude)
            implements AugmentationConfig {}

    /**
     * Put a rectangle of another image of the batch into each one, with the labels by area (Yun et
     * al. 2019, arXiv:1905.04899). Beside mixup, each batch gets one of them.
     */
    @Named("cutmix")
    record CutMix(
            @Setting(
                            value =
                                    "Parameter of the symmetric Beta distribution of the share kept.",
                            defaultsTo = "1.0",
                            min = 1.0e-3)
                    double alpha)
            implements AugmentationConfig {}

    /** One that a class of a user's jar makes. */
    record Provided(String name, Record settings) implements AugmentationConfig, ProvidedConfig {}

    private static void requireOrder(double least, double largest) {
        if (least > largest) {
            throw new IllegalArgumentException(
                    "scale_min: expected at most scale_max %s, found %s".formatted(largest, least));
        }
    }
}
