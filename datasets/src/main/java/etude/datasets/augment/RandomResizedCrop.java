package etude.datasets.augment;

import etude.datasets.Features;
import etude.datasets.image.Box;
import etude.datasets.image.Picture;
import etude.datasets.image.Resampling;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Cuts a part of random size, shape and place, in the size of an example: the area is a uniform
 * share, the ratio of width to height uniform on a logarithmic scale (Szegedy et al. 2015,
 * arXiv:1409.4842, section 6). What does not fit is drawn again, ten times; then the largest part
 * of a permitted shape around the centre is taken, as in torchvision.
 *
 * @param ratioMin least width over height; the largest is its inverse
 */
record RandomResizedCrop(Features.Image image, double scaleMin, double scaleMax, double ratioMin)
        implements ImageOperation {
    private static final int TRIES = 10;

    @Override
    public void apply(byte[] images, int offset, SplittableRandom random) {
        byte[] whole = Arrays.copyOfRange(images, offset, offset + image.elements());
        apply(
                new Picture(whole, 0, image.height(), image.width(), image.channels()),
                images,
                offset,
                random);
    }

    /** Cuts from another picture than the example. */
    void apply(Picture whole, byte[] images, int offset, SplittableRandom random) {
        Box box = box(whole.ownHeight(), whole.ownWidth(), random);
        double down = (double) whole.height() / whole.ownHeight();
        double right = (double) whole.width() / whole.ownWidth();
        Box stretched =
                new Box(
                        box.top() * down,
                        box.left() * right,
                        box.height() * down,
                        box.width() * right);
        Resampling.resample(whole, stretched, images, offset, image.height(), image.width());
    }

    /** In whole pixels of the picture as it was. */
    Box box(int height, int width, SplittableRandom random) {
        double logRatio = StrictMath.log(ratioMin);
        for (int i = 0; i < TRIES; i++) {
            double area = between(scaleMin, scaleMax, random) * height * width;
            double ratio = StrictMath.exp(between(logRatio, -logRatio, random));
            int w = (int) Math.rint(Math.sqrt(area * ratio));
            int h = (int) Math.rint(Math.sqrt(area / ratio));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                int top = random.nextInt(height - h + 1);
                return new Box(top, random.nextInt(width - w + 1), h, w);
            }
        }
        return central(height, width);
    }

    private Box central(int height, int width) {
        int h = (int) Math.min(height, Math.rint(width / ratioMin));
        int w = (int) Math.min(width, Math.rint(height / ratioMin));
        int top = (height - h) / 2;
        int left = (width - w) / 2;
        return new Box(top, left, h, w);
    }

    private static double between(double least, double largest, SplittableRandom random) {
        return least + (largest - least) * random.nextDouble();
    }
}
