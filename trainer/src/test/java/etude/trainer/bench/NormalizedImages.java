package etude.trainer.bench;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Features;
import etude.datasets.split.Splits;

/**
 * Training images as DJL's data set in memory: (N, channels, height, width) float32, normalised.
 */
final class NormalizedImages {
    /** Enough for the loader to have an epoch to shuffle, at a quarter of the memory. */
    private static final int MOST_IMAGES = 10_000;

    private NormalizedImages() {}

    static ArrayDataset of(Splits splits, NDManager manager, int batchSize) {
        Dataset train = splits.train();
        Features.Image image = (Features.Image) train.spec().features();
        int size = Math.min(MOST_IMAGES, train.size());
        float[] pixels = new float[size * image.elements()];
        float[] labels = new float[size];
        Batch one = new Batch(train.spec(), 1);
        for (int index = 0; index < size; index++) {
            train.read(index, one, 0);
            labels[index] = one.labels()[0];
            planes(one.images(), splits, image, pixels, index * image.elements());
        }
        return new ArrayDataset.Builder()
                .setData(
                        manager.create(
                                pixels,
                                new Shape(size, image.channels(), image.height(), image.width())))
                .optLabels(manager.create(labels))
                .setSampling(batchSize, true, true)
                .build();
    }

    /** Bytes with the channel last to numbers with the channel first. */
    private static void planes(
            byte[] bytes, Splits splits, Features.Image image, float[] pixels, int offset) {
        int channels = image.channels();
        int positions = image.height() * image.width();
        float[] mean = splits.statistics().mean();
        float[] deviation = splits.statistics().deviation();
        for (int channel = 0; channel < channels; channel++) {
            for (int position = 0; position < positions; position++) {
                int value = bytes[position * channels + channel] & 0xff;
                pixels[offset + channel * positions + position] =
                        (value - mean[channel]) / deviation[channel];
            }
        }
    }
}
