package etude.datasets.image;

import java.util.Arrays;

/**
 * Linear interpolation whose triangle widens with the reduction, so that every source pixel counts
 * (what Pillow calls antialiased bilinear).
 */
public final class Resampling {
    private Resampling() {}

    /**
     * A part of a picture in another size.
     *
     * @param target receives (height, width, channel) bytes from {@code offset} on
     */
    public static void resample(
            Picture source, Box box, byte[] target, int offset, int height, int width) {
        int channels = source.channels();
        int firstRow = (int) Math.floor(box.top());
        int endRow = Math.min(source.height(), (int) Math.ceil(box.top() + box.height()));
        float[] narrow = narrow(source, box, firstRow, endRow, width);
        int rowLength = width * channels;
        float[] sums = new float[rowLength];
        for (int y = 0; y < height; y++) {
            Taps taps = Taps.of(y, box.top(), box.height(), source.height(), height);
            Arrays.fill(sums, 0);
            for (int i = 0; i < taps.weights.length; i++) {
                addRow(sums, taps.weights[i], narrow, (taps.first - firstRow + i) * rowLength);
            }
            for (int x = 0; x < rowLength; x++) {
                target[offset + y * rowLength + x] = (byte) Math.round(sums[x]);
            }
        }
    }

    /** A loop of its own over neighbouring numbers, which compilers turn into vector operations. */
    private static void addRow(float[] sums, float weight, float[] rows, int from) {
        for (int x = 0; x < sums.length; x++) {
            sums[x] += weight * rows[from + x];
        }
    }

    /** Its rows, each as wide as wanted. */
    private static float[] narrow(Picture source, Box box, int firstRow, int endRow, int width) {
        int channels = source.channels();
        byte[] bytes = source.bytes();
        float[] narrow = new float[(endRow - firstRow) * width * channels];
        Taps[] taps = new Taps[width];
        Arrays.setAll(taps, x -> Taps.of(x, box.left(), box.width(), source.width(), width));
        int at = 0;
        for (int y = firstRow; y < endRow; y++) {
            int row = source.offset() + y * source.width() * channels;
            for (Taps ofColumn : taps) {
                int from = row + ofColumn.first * channels;
                for (int c = 0; c < channels; c++) {
                    narrow[at++] = sum(ofColumn.weights, bytes, from + c, channels);
                }
            }
        }
        return narrow;
    }

    private static float sum(float[] weights, byte[] bytes, int from, int step) {
        float sum = 0;
        int at = from;
        for (float weight : weights) {
            sum += weight * (bytes[at] & 0xff);
            at += step;
        }
        return sum;
    }

    /** The source pixels, from {@code first} on, that make one new pixel; weights sum to 1. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Taps(int first, float[] weights) {
        /**
         * Those within a part of the source.
         *
         * @param start where the part begins
         * @param size of the part
         * @param whole size of the source
         */
        static Taps of(int index, double start, double size, int whole, int newSize) {
            double scale = size / newSize;
            double reach = Math.max(scale, 1);
            double center = start + (index + 0.5) * scale;
            int first = (int) Math.max(Math.floor(start), Math.floor(center - reach));
            int end = (int) Math.min(Math.ceil(start + size), Math.ceil(center + reach));
            end = Math.min(end, whole);
            float[] weights = new float[end - first];
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                double weight = Math.max(0, 1 - Math.abs(first + i + 0.5 - center) / reach);
                weights[i] = (float) weight;
                sum += weight;
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= (float) sum;
            }
            return new Taps(first, weights);
        }
    }
}
