package etude.datasets.reader;

import etude.datasets.FeatureHash;
import etude.datasets.RandomStream;
import etude.datasets.encoding.ImageFit;
import etude.datasets.image.Box;
import etude.datasets.image.Picture;
import etude.datasets.image.Resampling;
import java.util.List;

/** One decoded image: red, green and blue bytes in height, width, channel order. Never compared. */
@SuppressWarnings("ArrayRecordComponent")
record Pixels(int height, int width, byte[] rgb) {
    static final int CHANNELS = 3;

    /** As an example of this size. */
    Pixels fitted(ImageFit fit, int newHeight, int newWidth) {
        if (!(fit instanceof ImageFit.Centred centred)) {
            return resizedTo(newHeight, newWidth);
        }
        int edge = centred.shorterEdge();
        int longer = (int) ((long) edge * Math.max(height, width) / Math.min(height, width));
        return resizedTo(height <= width ? edge : longer, height <= width ? longer : edge)
                .centre(newHeight, newWidth);
    }

    /** 64 bits that equal pictures have in common, and hardly any others. */
    long hash() {
        return RandomStream.mix(FeatureHash.of(rgb) ^ width);
    }

    /** All of it in another size. */
    Pixels resizedTo(int newHeight, int newWidth) {
        if (height == newHeight && width == newWidth) {
            return this;
        }
        Picture all = new Picture(rgb, 0, height, width, CHANNELS);
        byte[] resized = new byte[newHeight * newWidth * CHANNELS];
        Resampling.resample(all, Box.all(all), resized, 0, newHeight, newWidth);
        return new Pixels(newHeight, newWidth, resized);
    }

    /** What lies around its centre; of odd margins the larger one is above and left, to even. */
    Pixels centre(int newHeight, int newWidth) {
        int top = (int) Math.rint((height - newHeight) / 2.0);
        int left = (int) Math.rint((width - newWidth) / 2.0);
        byte[] cut = new byte[newHeight * newWidth * CHANNELS];
        int row = newWidth * CHANNELS;
        for (int y = 0; y < newHeight; y++) {
            System.arraycopy(rgb, ((top + y) * width + left) * CHANNELS, cut, y * row, row);
        }
        return new Pixels(newHeight, newWidth, cut);
    }

    /**
     * As it was held, by the orientation mark of a camera (Exif 2.32, tag 0x0112).
     *
     * @param orientation 1 to 8; 1 is upright already
     */
    Pixels turned(int orientation) {
        if (orientation == 1) {
            return this;
        }
        boolean sideways = orientation > 4;
        boolean upwards = List.of(3, 4, 6, 7).contains(orientation);
        boolean leftwards = List.of(2, 3, 7, 8).contains(orientation);
        int newHeight = sideways ? width : height;
        int newWidth = sideways ? height : width;
        byte[] turned = new byte[rgb.length];
        for (int y = 0; y < newHeight; y++) {
            for (int x = 0; x < newWidth; x++) {
                int row = sideways ? x : y;
                int column = sideways ? y : x;
                int from =
                        (upwards ? height - 1 - row : row) * width
                                + (leftwards ? width - 1 - column : column);
                System.arraycopy(
                        rgb, from * CHANNELS, turned, (y * newWidth + x) * CHANNELS, CHANNELS);
            }
        }
        return new Pixels(newHeight, newWidth, turned);
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
}
