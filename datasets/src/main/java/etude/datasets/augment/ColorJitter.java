package etude.datasets.augment;

import etude.datasets.Features;
import java.util.SplittableRandom;

/**
 * Changes brightness, contrast, saturation and hue by random strengths in a random order (Howard
 * 2013, arXiv:1312.5402; formulas as in torchvision's ColorJitter).
 *
 * @param hue at most so large a share of the circle, either way
 */
record ColorJitter(
        Features.Image image, double brightness, double contrast, double saturation, double hue)
        implements ImageOperation {
    private static final int CHANGES = 4;

    @Override
    public void apply(byte[] images, int offset, SplittableRandom random) {
        Enhancement enhancement = new Enhancement(images, offset, image);
        double[] factors = {
            1 + brightness * either(random),
            1 + contrast * either(random),
            1 + saturation * either(random),
            hue * either(random)
        };
        for (int change : order(random)) {
            switch (change) {
                case 0 -> enhancement.brightness(factors[0]);
                case 1 -> enhancement.contrast(factors[1]);
                case 2 -> enhancement.saturation(factors[2]);
                default -> turn(enhancement, factors[3]);
            }
        }
    }

    /** It takes longer than the other changes together. */
    private void turn(Enhancement enhancement, double share) {
        if (hue > 0) {
            enhancement.hue(share);
        }
    }

    /** From -1 to 1. */
    private static double either(SplittableRandom random) {
        return 2 * random.nextDouble() - 1;
    }

    /** Fisher and Yates. */
    private static int[] order(SplittableRandom random) {
        int[] order = {0, 1, 2, 3};
        for (int i = CHANGES - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return order;
    }
}
