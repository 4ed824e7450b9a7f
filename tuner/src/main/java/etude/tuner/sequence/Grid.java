package etude.tuner.sequence;

import java.util.List;

/** Every combination of the coordinates of each axis, the last axis fastest; then again from 0. */
public final class Grid implements PointSequence {
    private final List<double[]> axes;

    /**
     * @param axes the coordinates of each axis
     */
    public Grid(List<double[]> axes) {
        this.axes = axes.stream().map(double[]::clone).toList();
    }

    @Override
    public double[] point(long number) {
        double[] coordinates = new double[axes.size()];
        long rest = number;
        for (int d = axes.size() - 1; d >= 0; d--) {
            double[] axis = axes.get(d);
            coordinates[d] = axis[(int) (rest % axis.length)];
            rest /= axis.length;
        }
        return coordinates;
    }
}
