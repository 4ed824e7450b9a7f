package etude.tuner.chart;

import java.util.List;

/** How an axis is spaced. */
public sealed interface Scale {
    /** Evenly. */
    record Linear() implements Scale {}

    /**
     * By ratios; values that are not positive have no place on it and are left out.
     *
     * @param base ticks stand at its powers: 2 or 10
     */
    record Log(int base) implements Scale {
        public Log {
            if (base != 2 && base != 10) {
                throw new IllegalArgumentException("ticks stand at powers of 2 or 10, not " + base);
            }
        }
    }

    /** One place per name; a point's position is the index of its name. */
    record Category(List<String> names) implements Scale {
        public Category {
            names = List.copyOf(names);
        }
    }
}
