package etude.datasets.generated;

import etude.datasets.RandomStream;

/**
 * How one particular digit is written: an affine map from the unit box to pixels, unsteadiness of
 * every point, and the pen. All of it is drawn from the example's random sequence.
 */
final class Hand {
    /** Share of the image that an undistorted digit is high; MNIST has 20 of 28 pixels. */
    private static final double HEIGHT = 0.70;

    private static final double WIDTH = 0.56;

    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double centerX;
    private final double centerY;
    private final double unsteadiness;
    private final long pointSeed;
    private final double radius;

    Hand(Draws draws, int imageSize, double difficulty) {
        double wildness = 0.15 + 1.2 * difficulty;
        double angle = draws.normal() * 0.18 * wildness;
        double shear = draws.normal() * 0.28 * wildness - 0.1;
        double width = imageSize * WIDTH * spread(draws, 0.20 * wildness);
        double height = imageSize * HEIGHT * spread(draws, 0.12 * wildness);
        // StrictMath, because these must be the same bits on every machine.
        double cosine = StrictMath.cos(angle);
        double sine = StrictMath.sin(angle);
        // Scale, then shear along x, then rotate.
        xx = cosine * width;
        xy = cosine * shear * height - sine * height;
        yx = sine * width;
        yy = sine * shear * height + cosine * height;
        centerX = imageSize * (0.5 + draws.normal() * 0.09 * wildness);
        centerY = imageSize * (0.5 + draws.normal() * 0.09 * wildness);
        unsteadiness = 0.055 * wildness;
        pointSeed = draws.word();
        radius = imageSize * draws.between(0.036, 0.036 + 0.04 * wildness);
    }

    private static double spread(Draws draws, double deviation) {
        return Math.max(0.5, 1 + draws.normal() * deviation);
    }

    /** Half the width of the pen, in pixels. */
    double radius() {
        return radius;
    }

    /**
     * The points of a stroke in pixels, x and y by turns. A point's displacement depends on where
     * it stands, so strokes that meet in a point still do.
     */
    double[] place(Stroke stroke) {
        double[] pixels = new double[2 * stroke.size()];
        for (int point = 0; point < stroke.size(); point++) {
            double x = stroke.x(point);
            double y = stroke.y(point);
            long seed =
                    RandomStream.mix(
                            pointSeed
                                    ^ (31 * Double.doubleToLongBits(x))
                                    ^ Double.doubleToLongBits(y));
            Draws displacement = new Draws(seed);
            double u = x - 0.5 + unsteadiness * displacement.normal();
            double v = y - 0.5 + unsteadiness * displacement.normal();
            pixels[2 * point] = centerX + xx * u + xy * v;
            pixels[2 * point + 1] = centerY + yx * u + yy * v;
        }
        return pixels;
    }
}
