package etude.datasets.split;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.Features;
import java.util.Arrays;

/**
 * Mean and standard deviation (population, without Bessel's correction) by which features are
 * standardised: per channel of images, in units of bytes 0..255; per column of vectors; empty for
 * tokens. Deviations are never zero: where nothing varies it is 1. Columns that hold only 0 and 1
 * (one-hot and yes/no columns) keep mean 0 and deviation 1, so they stay what they are. Two
 * statistics are equal when their numbers are.
 */
@SuppressWarnings("ArrayRecordComponent") // equality is written out below
public record FeatureStatistics(float[] mean, float[] deviation) {
    private static final int MOST_EXAMPLES = 10_000;

    /** Keeps the start of a run short when examples are large: 512 images of 512 x 512. */
    private static final int MOST_FEATURES = 1 << 27;

    /**
     * Statistics of at most 10,000 evenly spaced examples (fewer when they are so large that these
     * would be more than 128 Mi numbers), summed in float64 in index order, so they are the same
     * bits on every machine.
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
        Batch batch = new Batch(training.spec(), 1);
        int examples = sampleSize(training);
        for (int number = 0; number < examples; number++) {
            training.read(spread(number, examples, training.size()), batch, 0);
            byte[] bytes = batch.images();
            for (int element = 0; element < bytes.length; element++) {
                int value = bytes[element] & 0xFF;
                sum[element % channels] += value;
                sumOfSquares[element % channels] += (long) value * value;
            }
        }
        double pixels = Math.max(1, (double) examples * image.height() * image.width());
        Builder result = new Builder(channels);
        for (int channel = 0; channel < channels; channel++) {
            double mean = sum[channel] / pixels;
            result.set(channel, mean, sumOfSquares[channel] / pixels - mean * mean);
        }
        return result.build();
    }

    /** Welford's method (1962), which does not cancel when a column's mean is large. */
    private static FeatureStatistics ofVectors(Dataset training, int columns) {
        double[] mean = new double[columns];
        double[] squares = new double[columns];
        boolean[] onlyZeroAndOne = new boolean[columns];
        Arrays.fill(onlyZeroAndOne, true);
        Batch batch = new Batch(training.spec(), 1);
        int examples = sampleSize(training);
        for (int number = 0; number < examples; number++) {
            training.read(spread(number, examples, training.size()), batch, 0);
            for (int column = 0; column < columns; column++) {
                double value = batch.vectors()[column];
                double before = value - mean[column];
                mean[column] += before / (number + 1);
                squares[column] += before * (value - mean[column]);
                onlyZeroAndOne[column] &= value == 0 || value == 1;
            }
        }
        Builder result = new Builder(columns);
        for (int column = 0; column < columns; column++) {
            if (onlyZeroAndOne[column]) {
                result.set(column, 0, 1);
            } else {
                result.set(column, mean[column], squares[column] / examples);
            }
        }
        return result.build();
    }

    private static int sampleSize(Dataset training) {
        int elements = Math.max(1, training.spec().features().elements());
        int affordable = Math.max(1, MOST_FEATURES / elements);
        return Math.min(Math.min(MOST_EXAMPLES, affordable), training.size());
    }

    private static int spread(int number, int examples, int size) {
        return (int) ((long) number * size / examples);
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
