package etude.tuner.surrogate;

import java.util.List;

/** Where points may lie. */
public interface PointSpace {
    List<Dimension> dimensions();

    /** Whether the coordinate may be chosen; otherwise it stays as it is. */
    boolean isFree(int dimension);

    /**
     * The point as processes see it: {@link Dimension#ABSENT} where it lacks a coordinate.
     *
     * @param point with a coordinate for every dimension
     */
    double[] masked(double[] point);
}
