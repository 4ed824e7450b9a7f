package etude.datasets.augment;

import etude.datasets.Features;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Pads with zeros on every side and cuts the original size at a random place, which is to shift the
 * image by at most the padding in each direction.
 */
record RandomCrop(Features.Image image, int padding) implements ImageOperation {
    @Override
    public void apply(byte[] images, int offset, SplittableRandom random) {
        int places = 2 * padding + 1;
        int down = random.nextInt(places) - padding;
        int right = random.nextInt(places) - padding;
        shift(images, offset, down, right);
    }

    /** Output (y, x) is input (y + down, x + right), or zero where that lies outside. */
    void shift(byte[] images, int offset, int down, int right) {
        // The image moves within itself: a row must be read before it is written.
        if (down >= 0) {
            for (int y = 0; y < image.height(); y++) {
                writeRow(images, offset, y, y + down, right);
            }
        } else {
            for (int y = image.height() - 1; y >= 0; y--) {
                writeRow(images, offset, y, y + down, right);
            }
        }
    }

    private void writeRow(byte[] images, int offset, int y, int sourceY, int right) {
        int rowBytes = image.width() * image.channels();
        int start = offset + y * rowBytes;
        int kept = rowBytes - Math.abs(right) * image.channels();
        if (sourceY < 0 || sourceY >= image.height() || kept <= 0) {
            Arrays.fill(images, start, start + rowBytes, (byte) 0);
            return;
        }
        int source = offset + sourceY * rowBytes;
        int gap = rowBytes - kept;
        if (right >= 0) {
            System.arraycopy(images, source + gap, images, start, kept);
            Arrays.fill(images, start + kept, start + rowBytes, (byte) 0);
        } else {
            System.arraycopy(images, source, images, start + gap, kept);
            Arrays.fill(images, start, start + gap, (byte) 0);
        }
    }
}
