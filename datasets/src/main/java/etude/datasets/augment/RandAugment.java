package etude.datasets.augment;

import etude.datasets.Features;
import java.util.SplittableRandom;

/**
 * Applies some of fourteen operations, each as likely, all of one strength (Cubuk et al. 2020,
 * arXiv:1909.13719). Operations, strengths and black borders are those of torchvision's
 * RandAugment; where an operation has two directions, both are as likely.
 *
 * @param operations how many, one after the other; one may come twice
 * @param magnitude from 0 to {@link #LARGEST}
 */
record RandAugment(Features.Image image, int operations, int magnitude) implements ImageOperation {
    static final int LARGEST = 30;

    /** Of 331 pixels, the size of images in the paper's predecessor, AutoAugment. */
    private static final double FARTHEST = 150.0 / 331;

    private static final double STEEPEST = 0.3;
    private static final double DEGREES = 30;
    private static final double STRONGEST = 0.9;

    /** One of the operations. */
    enum Kind {
        IDENTITY,
        SHEAR_X,
        SHEAR_Y,
        TRANSLATE_X,
        TRANSLATE_Y,
        ROTATE,
        BRIGHTNESS,
        COLOR,
        CONTRAST,
        SHARPNESS,
        POSTERIZE,
        SOLARIZE,
        AUTOCONTRAST,
        EQUALIZE;

        private boolean hasDirections() {
            return switch (this) {
                case IDENTITY, POSTERIZE, SOLARIZE, AUTOCONTRAST, EQUALIZE -> false;
                default -> true;
            };
        }
    }

    @Override
    public void apply(byte[] images, int offset, SplittableRandom random) {
        Kind[] kinds = Kind.values();
        for (int i = 0; i < operations; i++) {
            Kind kind = kinds[random.nextInt(kinds.length)];
            boolean back = kind.hasDirections() && random.nextBoolean();
            apply(kind, back ? -1 : 1, images, offset);
        }
    }

    /**
     * Applies one operation.
     *
     * @param sign 1, or -1 the other way
     */
    void apply(Kind kind, int sign, byte[] images, int offset) {
        double strength = sign * (double) magnitude / LARGEST;
        Enhancement enhancement = new Enhancement(images, offset, image);
        double factor = 1 + STRONGEST * strength;
        switch (kind) {
            case IDENTITY -> {}
            case SHEAR_X -> move(Affine.shearX(STEEPEST * strength), images, offset);
            case SHEAR_Y -> move(Affine.shearY(STEEPEST * strength), images, offset);
            case TRANSLATE_X ->
                    move(
                            Affine.translation((int) (FARTHEST * image.width() * strength), 0),
                            images,
                            offset);
            case TRANSLATE_Y ->
                    move(
                            Affine.translation(0, (int) (FARTHEST * image.height() * strength)),
                            images,
                            offset);
            case ROTATE -> move(Affine.rotation(DEGREES * strength, image), images, offset);
            case BRIGHTNESS -> enhancement.brightness(factor);
            case COLOR -> enhancement.saturation(factor);
            case CONTRAST -> enhancement.contrast(factor);
            case SHARPNESS -> enhancement.sharpness(factor);
            case POSTERIZE ->
                    enhancement.posterize(Byte.SIZE - (int) Math.rint(magnitude / (LARGEST / 4.0)));
            case SOLARIZE -> enhancement.solarize(255 - 255.0 * magnitude / LARGEST);
            case AUTOCONTRAST -> enhancement.autocontrast();
            case EQUALIZE -> enhancement.equalize();
        }
    }

    private void move(Affine affine, byte[] images, int offset) {
        affine.apply(images, offset, image);
    }
}
