package etude.datasets.generated;

/** One movement of the pen: points in the digit's unit box, y downwards. */
final class Stroke {
    private final double[] points;
    private final boolean curved;

    /**
     * @param points x and y by turns
     */
    Stroke(double[] points, boolean curved) {
        this.points = points.clone();
        this.curved = curved;
    }

    int size() {
        return points.length / 2;
    }

    double x(int point) {
        return points[2 * point];
    }

    double y(int point) {
        return points[2 * point + 1];
    }

    /** Smooth through its points, not straight between them. */
    boolean curved() {
        return curved;
    }

    boolean closed() {
        int last = size() - 1;
        return x(0) == x(last) && y(0) == y(last);
    }
}
