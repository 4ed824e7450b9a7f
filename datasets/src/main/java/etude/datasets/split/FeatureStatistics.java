package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Features;
import etude.datasets.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Mean and standard deviation (population, without Bessel's correction) by which features are
 * standardised: per channel of images, in units of bytes 0..255; per column of vectors, as a batch
 * holds them (of a table: less the column's origin); empty for tokens. Deviations are never zero:
 * where nothing varies it is 1. Columns that hold only 0 and 1 (one-hot and yes/no columns) keep
 * mean 0 and deviation 1, so they stay what they are. Two statistics are equal when their numbers
 * are.
 */
@SuppressWarnings("ArrayRecordComponent") // equality is written out below
public record FeatureStatistics(float[] mean, float[] deviation) {
    /** Keeps the start of a run short when examples are large: 4,096 images of 512 x 512. */
    private static final int MOST_FEATURES = 1 << 30;

    /** Sets the choice apart from those of other purposes. */
    private static final long CHOICE_POSITION = -2;

    /** Examples that are summed in one go. */
    private static final int CHUNK = 1024;

    /** Drawing a digit takes a hundred times as long as reading one. */
    private static final int MOST_DRAWN = 10_000;

    /**
     * Statistics of at most 10,000 evenly spaced examples, for such as a procedure draws one by
     * one: they are independent, so nothing repeats.
     */
    public static FeatureStatistics ofDrawn(Dataset training) {
        int count = Math.min(MOST_DRAWN, training.size());
        return of(
                IndexedDataset.view(
                        training, count, index -> (int) ((long) index * training.size() / count)));
    }

    /**
     * Statistics of all examples (of a random choice of them, always the same, when they are more
     * than 1 Gi numbers: evenly spaced ones would miss what repeats at that distance), in float64.
     * The sums of chunks are added in index order, so they are the same bits on every machine.
     */
    public static FeatureStatistics of(Dataset training) {
        Features features = training.spec().features();
        if (features instanceof Features.Image image) {
            return ofImages(training, image);
        }
        if (features instanceof Features.Vector vector) {
            return ofVectors(training, vector.length());
        }
        return new FeatureStatistics(new float[0], new float[0]);
    }

    private static FeatureStatistics ofImages(Dataset training, Features.Image image) {
        int channels = image.channels();
        long[] sum = new long[channels];
        long[] sumOfSquares = new long[channels];
        IndexedDataset examples = chosen(training);
        for (ChannelSums sums : chunks(examples, chunk -> channelSums(examples, chunk, channels))) {
            for (int channel = 0; channel < channels; channel++) {
                sum[channel] += sums.sum()[channel];
                sumOfSquares[channel] += sums.sumOfSquares()[channel];
            }
        }
        double pixels = Math.max(1, (double) examples.size() * image.height() * image.width());
        Builder result = new Builder(channels);
        for (int channel = 0; channel < channels; channel++) {
            double mean = sum[channel] / pixels;
            result.set(channel, mean, sumOfSquares[channel] / pixels - mean * mean);
        }
        return result.build();
    }

    private record ChannelSums(long[] sum, long[] sumOfSquares) {}

    private static ChannelSums channelSums(Dataset examples, int chunk, int channels) {
        ChannelSums sums = new ChannelSums(new long[channels], new long[channels]);
        Batch batch = new Batch(examples.spec(), 1);
        for (int index = chunk * CHUNK; index < end(examples, chunk); index++) {
            examples.read(index, batch, 0);
            byte[] bytes = batch.images();
            for (int element = 0; element < bytes.length; element++) {
                int value = bytes[element] & 0xFF;
                sums.sum[element % channels] += value;
                sums.sumOfSquares[element % channels] += (long) value * value;
            }
        }
        return sums;
    }

    private static FeatureStatistics ofVectors(Dataset training, int columns) {
        IndexedDataset examples = chosen(training);
        ColumnMoments all = new ColumnMoments(columns);
        for (ColumnMoments chunk : chunks(examples, chunk -> moments(examples, chunk, columns))) {
            all.add(chunk);
        }
        Builder result = new Builder(columns);
        for (int column = 0; column < columns; column++) {
            if (all.onlyZeroAndOne(column)) {
                result.set(column, 0, 1);
            } else {
                result.set(column, all.mean(column), all.variance(column));
            }
        }
        return result.build();
    }

    private static ColumnMoments moments(Dataset examples, int chunk, int columns) {
        ColumnMoments moments = new ColumnMoments(columns);
        Batch batch = new Batch(examples.spec(), 1);
        for (int index = chunk * CHUNK; index < end(examples, chunk); index++) {
            examples.read(index, batch, 0);
            moments.add(batch.vectors());
        }
        return moments;
    }

    private static <T> List<T> chunks(Dataset examples, IntFunction<T> ofChunk) {
        int chunks = (examples.size() + CHUNK - 1) / CHUNK;
        return IntStream.range(0, chunks).parallel().mapToObj(ofChunk).toList();
    }

    private static int end(Dataset examples, int chunk) {
        return Math.min((chunk + 1) * CHUNK, examples.size());
    }

    private static IndexedDataset chosen(Dataset training) {
        int elements = Math.max(1, training.spec().features().elements());
        int affordable = Math.max(1, MOST_FEATURES / elements);
        if (affordable >= training.size()) {
            return IndexedDataset.view(training, training.size(), index -> index);
        }
        int[] choice =
                SeededChoice.sorted(
                        training.size(), affordable, RandomStream.SPLIT.seed(0, CHOICE_POSITION));
        return IndexedDataset.view(training, affordable, index -> choice[index]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeatureStatistics that
                && Arrays.equals(mean, that.mean)
                && Arrays.equals(deviation, that.deviation);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(mean) + Arrays.hashCode(deviation);
    }

    @Override
    public String toString() {
        return "mean " + Arrays.toString(mean) + ", deviation " + Arrays.toString(deviation);
    }

    private static final class Builder {
        private final float[] mean;
        private final float[] deviation;

        Builder(int length) {
            mean = new float[length];
            deviation = new float[length];
        }

        void set(int index, double meanValue, double variance) {
            float root = (float) Math.sqrt(Math.max(0, variance));
            mean[index] = (float) meanValue;
            // Below this share of the mean, what is left is rounding, not variation.
            deviation[index] = root > 1.0e-6 * Math.abs(meanValue) && root > 0 ? root : 1;
        }

        FeatureStatistics build() {
            return new FeatureStatistics(mean, deviation);
        }
    }
}
