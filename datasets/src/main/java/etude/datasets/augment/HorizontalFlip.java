package etude.datasets.augment;

import etude.datasets.Features;
import java.util.SplittableRandom;

/** Mirrors left and right with probability one half. */
record HorizontalFlip(Features.Image image) implements ImageOperation {
    @Override
    public void apply(byte[] images, int offset, SplittableRandom random) {
        if (random.nextBoolean()) {
            mirror(images, offset);
        }
    }

    /** Swaps each channel by itself, which keeps the inner loop free of a loop over channels. */
    void mirror(byte[] images, int offset) {
        int channels = image.channels();
        int rowBytes = image.width() * channels;
        for (int y = 0; y < image.height(); y++) {
            int row = offset + y * rowBytes;
            for (int channel = 0; channel < channels; channel++) {
                mirror(images, row + channel, row + rowBytes - channels + channel, channels);
            }
        }
    }

    private static void mirror(byte[] images, int first, int last, int stride) {
        for (int left = first, right = last; left < right; left += stride, right -= stride) {
            byte kept = images[left];
            images[left] = images[right];
            images[right] = kept;
        }
    }
}
