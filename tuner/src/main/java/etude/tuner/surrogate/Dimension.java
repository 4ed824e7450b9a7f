package etude.tuner.surrogate;

import java.util.List;

/**
 * One coordinate of the points that a process compares. All of them run from 0 to 1, but for that
 * of a choice, which is the index of the value.
 *
 * @param kind what its coordinates mean
 * @param always whether every point has it; where one lacks it, the coordinate is {@link #ABSENT}
 */
public record Dimension(Kind kind, boolean always) {
    /** In place of a coordinate that a point does not have. */
    public static final double ABSENT = Double.NaN;

    /** What coordinates mean. */
    public sealed interface Kind {
        /** How many values there are; 0 for a continuum. */
        int size();

        /** The coordinate of a value. */
        double place(int value);
    }

    /** All numbers. */
    public record Continuum() implements Kind {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public double place(int value) {
            throw new IllegalStateException("a continuum has no list of values");
        }
    }

    /**
     * A few numbers. Points lie at their places only, so that the process never sees what lies
     * between (Garrido-Merchan and Hernandez-Lobato 2020).
     *
     * @param places rising, from 0 to 1
     */
    public record Steps(List<Double> places) implements Kind {
        public Steps {
            places = List.copyOf(places);
        }

        @Override
        public int size() {
            return places.size();
        }

        @Override
        public double place(int value) {
            return places.get(value);
        }
    }

    /** Values without an order: equal or not. */
    public record Choice(int size) implements Kind {
        @Override
        public double place(int value) {
            return value;
        }
    }

    /** Whether it has numbers between any two. */
    boolean isContinuous() {
        return kind instanceof Continuum;
    }

    /**
     * The squared distance of two coordinates, from 0 to about 1, as between points of a space, so
     * that any kernel of distances is one of these: numbers on a line, choices at the corners of a
     * simplex, and numbers that may be absent on an arc of one radian around the place of those
     * that lack them (Swersky et al. 2014, arXiv:1409.4011).
     */
    double squaredDistance(double one, double other) {
        if (kind instanceof Choice) {
            return Double.compare(one, other) == 0 ? 0 : 1;
        }
        if (always) {
            return (one - other) * (one - other);
        }
        if (Double.isNaN(one) || Double.isNaN(other)) {
            return Double.isNaN(one) && Double.isNaN(other) ? 0 : 1;
        }
        double chord = 2 * StrictMath.sin((one - other) / 2);
        return chord * chord;
    }

    /** The derivative of the squared distance by the first coordinate. */
    double slope(double one, double other) {
        if (!isContinuous() || Double.isNaN(one) || Double.isNaN(other)) {
            return 0;
        }
        return always ? 2 * (one - other) : 2 * StrictMath.sin(one - other);
    }
}
