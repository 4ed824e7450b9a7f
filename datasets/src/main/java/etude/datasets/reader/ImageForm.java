package etude.datasets.reader;

import etude.datasets.encoding.ImageFit;
import etude.datasets.image.Picture;
import java.util.OptionalInt;

/**
 * What becomes of a decoded picture, whenever it is decoded.
 *
 * @param height of an example, in pixels
 * @param width likewise
 * @param trainingSize edge of the square of a whole picture; empty where there is none
 * @param ownPixels whether a whole picture is left as it is
 */
record ImageForm(ImageFit fit, int height, int width, OptionalInt trainingSize, boolean ownPixels) {
    /** Whether there are whole pictures beside the examples. */
    boolean hasWhole() {
        return ownPixels || trainingSize.isPresent();
    }

    int elements() {
        return height * width * Pixels.CHANNELS;
    }

    /** Bytes of the example, (height, width, channel). */
    byte[] example(Pixels pixels) {
        return pixels.fitted(fit, height, width).rgb();
    }

    /** All of it, to be asked only where there are whole pictures. */
    Picture whole(Pixels pixels) {
        return ownPixels
                ? new Picture(pixels.rgb(), 0, pixels.height(), pixels.width(), Pixels.CHANNELS)
                : whole(pixels, trainingSize.getAsInt());
    }

    /** All of it as a square. */
    static Picture whole(Pixels pixels, int edge) {
        return new Picture(
                pixels.resizedTo(edge, edge).rgb(),
                0,
                edge,
                edge,
                Pixels.CHANNELS,
                pixels.height(),
                pixels.width());
    }
}
