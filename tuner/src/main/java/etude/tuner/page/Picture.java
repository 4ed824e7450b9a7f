package etude.tuner.page;

import java.util.Base64;

/**
 * A small picture that a page carries within itself.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param pixels unsigned bytes in the order row, column, channel
 */
public record Picture(int width, int height, int channels, byte[] pixels) {
    /** A longer side is shown smaller; so forty pictures stay below two megabytes. */
    private static final int LONGEST_SIDE = 128;

    /** About how wide a small one is shown, in CSS pixels. */
    private static final int SHOWN = 112;

    public Picture {
        if (channels != 1 && channels != 3) {
            throw new IllegalArgumentException("a picture has 1 or 3 channels, not " + channels);
        }
        if (pixels.length != width * height * channels) {
            throw new IllegalArgumentException(
                    "%d bytes are no %d x %d pixels of %d channels"
                            .formatted(pixels.length, width, height, channels));
        }
    }

    /** The picture in the address of an image. */
    String address() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.encode(reduced()));
    }

    /** Whole pixels of the screen for each of the picture's, so that all are of one size. */
    int shownWidth() {
        return reduced().width() * scale();
    }

    int shownHeight() {
        return reduced().height() * scale();
    }

    private int scale() {
        Picture reduced = reduced();
        return Math.max(
                1, (int) Math.rint(SHOWN / (double) Math.max(reduced.width(), reduced.height())));
    }

    /** Each pixel the mean of a square of pixels; what does not fill a square is cut off. */
    private Picture reduced() {
        int side = (Math.max(width, height) + LONGEST_SIDE - 1) / LONGEST_SIDE;
        if (side <= 1 || Math.min(width, height) < side) {
            return this;
        }
        int columns = width / side;
        int rows = height / side;
        byte[] means = new byte[columns * rows * channels];
        for (int i = 0; i < means.length; i++) {
            int channel = i % channels;
            int column = i / channels % columns;
            int row = i / channels / columns;
            int sum = 0;
            for (int y = row * side; y < (row + 1) * side; y++) {
                for (int x = column * side; x < (column + 1) * side; x++) {
                    sum += pixels[(y * width + x) * channels + channel] & 0xFF;
                }
            }
            means[i] = (byte) Math.rint(sum / (double) (side * side));
        }
        return new Picture(columns, rows, channels, means);
    }
}
