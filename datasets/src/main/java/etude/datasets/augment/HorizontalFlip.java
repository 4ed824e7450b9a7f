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

    void mirror(byte[] images, int offset) {
        int channels = image.channels();
        int rowBytes = image.width() * channels;
        for (int y = 0; y < image.height(); y++) {
            int left = offset + y * rowBytes;
            int right = left + rowBytes - channels;
            for (; left < right; left += channels, right -= channels) {
                for (int channel = 0; channel < channels; channel++) {
                    byte kept = images[left + channel];
                    images[left + channel] = images[right + channel];
                    images[right + channel] = kept;
                }
            }
        }
    }
}
