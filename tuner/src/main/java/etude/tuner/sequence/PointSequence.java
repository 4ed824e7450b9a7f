package etude.tuner.sequence;

/**
 * An endless row of points in the unit cube. A point depends on its number and on what the sequence
 * was made from, never on which points were asked for before.
 */
public interface PointSequence {
    /**
     * The point with this number, counted from 0: one coordinate per dimension, each from 0 to 1.
     */
    double[] point(long number);
}
