package etude.datasets.reader;

/** One decoded image: red, green and blue bytes in height, width, channel order. Never compared. */
@SuppressWarnings("ArrayRecordComponent")
record Pixels(int height, int width, byte[] rgb) {
    static final int CHANNELS = 3;

    /**
     * Linear interpolation whose triangle widens with the reduction, so that every source pixel
     * counts (what Pillow calls antialiased bilinear).
     */
    Pixels resizedTo(int newHeight, int newWidth) {
        if (height == newHeight && width == newWidth) {
            return this;
        }
        float[] narrow = new float[height * newWidth * CHANNELS];
        for (int x = 0; x < newWidth; x++) {
            Taps taps = Taps.of(x, width, newWidth);
            for (int y = 0; y < height; y++) {
                for (int c = 0; c < CHANNELS; c++) {
                    float sum = 0;
                    for (int i = 0; i < taps.weights.length; i++) {
                        int at = (y * width + taps.first + i) * CHANNELS + c;
                        sum += taps.weights[i] * (rgb[at] & 0xff);
                    }
                    narrow[(y * newWidth + x) * CHANNELS + c] = sum;
                }
            }
        }
        byte[] resized = new byte[newHeight * newWidth * CHANNELS];
        int rowLength = newWidth * CHANNELS;
        for (int y = 0; y < newHeight; y++) {
            Taps taps = Taps.of(y, height, newHeight);
            for (int x = 0; x < rowLength; x++) {
                float sum = 0;
                for (int i = 0; i < taps.weights.length; i++) {
                    sum += taps.weights[i] * narrow[(taps.first + i) * rowLength + x];
                }
                resized[y * rowLength + x] = (byte) Math.round(sum);
            }
        }
        return new Pixels(newHeight, newWidth, resized);
    }

    /**
     * Grey by the weights of ITU-R BT.601, as most tools have it: of equal red, green and blue that
     * number itself.
     */
    byte[] grey() {
        byte[] grey = new byte[height * width];
        for (int i = 0; i < grey.length; i++) {
            int red = rgb[i * CHANNELS] & 0xff;
            int green = rgb[i * CHANNELS + 1] & 0xff;
            int blue = rgb[i * CHANNELS + 2] & 0xff;
            grey[i] = (byte) ((299 * red + 587 * green + 114 * blue + 500) / 1000);
        }
        return grey;
    }

    /** The source pixels, from {@code first} on, that make one new pixel; weights sum to 1. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Taps(int first, float[] weights) {
        static Taps of(int index, int size, int newSize) {
            double scale = (double) size / newSize;
            double reach = Math.max(scale, 1);
            double center = (index + 0.5) * scale;
            int first = Math.max(0, (int) Math.floor(center - reach));
            int end = Math.min(size, (int) Math.ceil(center + reach));
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
