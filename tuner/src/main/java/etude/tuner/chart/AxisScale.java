package etude.tuner.chart;

import java.util.List;

/** How an axis is spaced. */
public sealed interface AxisScale {
    /**
     * Evenly.
     *
     * @param whole whether only whole numbers have ticks
     */
    record Linear(boolean whole) implements AxisScale {}

    /**
     * By ratios; values that are not positive have no place on it and are left out.
     *
     * @param base ticks stand at its powers: 2 or 10
     */
    record Log(int base) implements AxisScale {
        public Log {
            if (base != 2 && base != 10) {
                throw new IllegalArgumentException("ticks stand at powers of 2 or 10, not " + base);
            }
        }
    }

    /** By ratios of the distance to a number that all values stay below: 0, 0.9, 0.99 for 1. */
    record LogBelow(double limit) implements AxisScale {}

    /**
     * One place per name; a point's position is the index of its name.
     *
     * @param notes what stands below each name; may be empty
     */
    record Category(List<String> names, List<String> notes) implements AxisScale {
        public Category {
            names = List.copyOf(names);
            notes = List.copyOf(notes);
        }

        /** Names alone. */
        public Category(List<String> names) {
            this(names, List.of());
        }
    }
}
