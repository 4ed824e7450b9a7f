package etude.datasets.augment;

import etude.datasets.Features;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Blanks a square around a random pixel; what lies outside the image is cut off, as in DeVries and
 * Taylor 2017 (arXiv:1708.04552), section 3.2.
 */
record Cutout(Features.Image image, int size) implements ImageOperation {
    @Override
    public void apply(byte[] images, int offset, SplittableRandom random) {
        int centreY = random.nextInt(image.height());
        int centreX = random.nextInt(image.width());
        blank(images, offset, centreY - size / 2, centreX - size / 2);
    }

    /** Writes zeros to the square whose upper left corner is (top, left). */
    void blank(byte[] images, int offset, int top, int left) {
        int firstX = Math.max(left, 0);
        int endX = Math.min(left + size, image.width());
        int endY = Math.min(top + size, image.height());
        for (int y = Math.max(top, 0); y < endY; y++) {
            int row = offset + y * image.width() * image.channels();
            Arrays.fill(
                    images,
                    row + firstX * image.channels(),
                    row + endX * image.channels(),
                    (byte) 0);
        }
    }
}
