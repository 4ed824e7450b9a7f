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
 */
record ImageForm(ImageFit fit, int height, int width, OptionalInt trainingSize) {
    int elements() {
        return height * width * Pixels.CHANNELS;
    }

    /** Bytes of the example, (height, width, channel). */
    byte[] example(Pixels pixels) {
        return pixels.fitted(fit, height, width).rgb();
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
