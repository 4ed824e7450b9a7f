package etude.datasets.config;

/** One step of image augmentation; applied in the order of the list, mixup last. */
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
}
