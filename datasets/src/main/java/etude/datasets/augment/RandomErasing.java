package etude.datasets.augment;

import etude.datasets.Features;
import etude.datasets.config.AugmentationConfig.Fill;
import java.util.SplittableRandom;

/**
 * Overwrites a rectangle of random size, shape and place (Zhong et al. 2017, arXiv:1708.04896,
 * algorithm 1); of one that does not fit after ten draws, nothing. The ratio of height to width is
 * uniform on a logarithmic scale, as in torchvision.
 *
 * @param ratioMin least height over width; the largest is its inverse
 */
record RandomErasing(
        Features.Image image,
        double probability,
        double scaleMin,
        double scaleMax,
        double ratioMin,
        Fill fill)
        implements ImageOperation {
    private static final int TRIES = 10;

    @Override
    public void apply(byte[] images, int offset, SplittableRandom random) {
        if (random.nextDouble() >= probability) {
            return;
        }
        double logRatio = StrictMath.log(ratioMin);
        for (int i = 0; i < TRIES; i++) {
            double share = scaleMin + (scaleMax - scaleMin) * random.nextDouble();
            double area = share * image.height() * image.width();
            double ratio = StrictMath.exp(logRatio * (1 - 2 * random.nextDouble()));
            int height = (int) Math.rint(Math.sqrt(area * ratio));
            int width = (int) Math.rint(Math.sqrt(area / ratio));
            if (height < image.height() && width < image.width()) {
                int top = random.nextInt(image.height() - height + 1);
                int left = random.nextInt(image.width() - width + 1);
                erase(images, offset, top, left, height, width, random);
                return;
            }
        }
    }

    private void erase(
            byte[] images,
            int offset,
            int top,
            int left,
            int height,
            int width,
            SplittableRandom random) {
        int channels = image.channels();
        for (int y = top; y < top + height; y++) {
            int row = offset + (y * image.width() + left) * channels;
            for (int i = row; i < row + width * channels; i++) {
                images[i] = fill == Fill.ZERO ? 0 : (byte) random.nextInt(256);
            }
        }
    }
}
