package etude.datasets.generated;

import java.util.Arrays;

/**
 * Square grid of pixels that knows each pixel centre's squared distance to the nearest line drawn;
 * exact up to the reach of the pen, which is all that is painted.
 */
final class Canvas {
    private final int size;
    private final double reach;
    private final float[] squaredDistance;

    /**
     * @param reach distance in pixels from a line beyond which nothing is painted
     */
    Canvas(int size, double reach) {
        this.size = size;
        this.reach = reach;
        squaredDistance = new float[size * size];
        Arrays.fill(squaredDistance, Float.MAX_VALUE);
    }

    /** Draws straight lines through {@code points}, or a Catmull-Rom curve. */
    void draw(double[] points, boolean curved, boolean closed) {
        int count = points.length / 2;
        for (int point = 0; point + 1 < count; point++) {
            if (curved) {
                int before = point > 0 ? point - 1 : closed ? count - 2 : 0;
                int after = point + 2 < count ? point + 2 : closed ? 1 : count - 1;
                curve(points, before, point, after);
            } else {
                line(points, 2 * point);
            }
        }
    }

    private void line(double[] points, int at) {
        line(points[at], points[at + 1], points[at + 2], points[at + 3]);
    }

    /** The piece of the curve from {@code point} to the next, with tangents from its neighbours. */
    private void curve(double[] points, int before, int point, int after) {
        int pieces = Math.min(24, Math.max(5, size / 6));
        double fromX = points[2 * point];
        double fromY = points[2 * point + 1];
        for (int piece = 1; piece <= pieces; piece++) {
            double t = (double) piece / pieces;
            double toX = catmullRom(points, 0, before, point, after, t);
            double toY = catmullRom(points, 1, before, point, after, t);
            line(fromX, fromY, toX, toY);
            fromX = toX;
            fromY = toY;
        }
    }

    private static double catmullRom(
            double[] points, int axis, int before, int point, int after, double t) {
        double a = points[2 * before + axis];
        double b = points[2 * point + axis];
        double c = points[2 * point + 2 + axis];
        double d = points[2 * after + axis];
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }

    private void line(double fromX, double fromY, double toX, double toY) {
        int left = clamp(Math.min(fromX, toX) - reach - 0.5);
        int right = clamp(Math.max(fromX, toX) + reach + 0.5);
        int top = clamp(Math.min(fromY, toY) - reach - 0.5);
        int bottom = clamp(Math.max(fromY, toY) + reach + 0.5);
        double dx = toX - fromX;
        double dy = toY - fromY;
        double inverseLength = 1 / Math.max(1.0e-12, dx * dx + dy * dy);
        for (int row = top; row < bottom; row++) {
            double py = row + 0.5 - fromY;
            for (int column = left; column < right; column++) {
                double px = column + 0.5 - fromX;
                double along = (px * dx + py * dy) * inverseLength;
                double t = Math.max(0, Math.min(1, along));
                double ex = px - t * dx;
                double ey = py - t * dy;
                float squared = (float) (ex * ex + ey * ey);
                int pixel = row * size + column;
                squaredDistance[pixel] = Math.min(squaredDistance[pixel], squared);
            }
        }
    }

    private int clamp(double coordinate) {
        return Math.max(0, Math.min(size, (int) Math.round(coordinate)));
    }

    /** Distance in pixels of a pixel's centre from the nearest line. */
    double distance(int pixel) {
        return Math.sqrt(squaredDistance[pixel]);
    }
}
