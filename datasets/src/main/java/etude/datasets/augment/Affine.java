package etude.datasets.augment;

import etude.datasets.Features;
import java.util.Arrays;

/**
 * Moves the pixels of a picture: the pixel around (x, y) becomes the one that the picture had at (a
 * x + b y + c, d x + e y + f), or black where that lies outside. Nearest pixels, none are mixed.
 */
record Affine(double a, double b, double c, double d, double e, double f) {
    /** Each row moved in proportion to its place, from the top on. */
    static Affine shearX(double magnitude) {
        return new Affine(1, magnitude, 0, 0, 1, 0);
    }

    /** Each column moved in proportion to its place, from the left on. */
    static Affine shearY(double magnitude) {
        return new Affine(1, 0, 0, magnitude, 1, 0);
    }

    static Affine translation(int right, int down) {
        return new Affine(1, 0, -right, 0, 1, -down);
    }

    /** Around the centre, against the clock. */
    static Affine rotation(double degrees, Features.Image image) {
        double angle = StrictMath.toRadians(degrees);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double x = image.width() / 2.0;
        double y = image.height() / 2.0;
        return new Affine(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y);
    }

    void apply(byte[] images, int offset, Features.Image image) {
        int channels = image.channels();
        byte[] before = Arrays.copyOfRange(images, offset, offset + image.elements());
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int fromX = (int) Math.floor(a * (x + 0.5) + b * (y + 0.5) + c);
                int fromY = (int) Math.floor(d * (x + 0.5) + e * (y + 0.5) + f);
                boolean inside =
                        fromX >= 0 && fromX < image.width() && fromY >= 0 && fromY < image.height();
                int from = (fromY * image.width() + fromX) * channels;
                int to = offset + (y * image.width() + x) * channels;
                for (int channel = 0; channel < channels; channel++) {
                    images[to + channel] = inside ? before[from + channel] : 0;
                }
            }
        }
    }
}
