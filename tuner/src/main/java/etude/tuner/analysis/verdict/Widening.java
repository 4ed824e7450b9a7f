package etude.tuner.analysis.verdict;

import etude.tuner.space.Domain.Range;
import etude.tuner.space.Domain.Whole;
import etude.tuner.space.Scale;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/** How far beyond an edge to search: on logarithmic scales at least a decade. */
final class Widening {
    /** In decades, beyond where the lowest point is thought to lie. */
    private static final double BEYOND = 0.5;

    private static final double MOST_DECADES = 2;
    private static final double LEAST_SHARE = 0.5;

    private Widening() {}

    /**
     * The new end of a range, rounded outwards to one digit.
     *
     * @param lower whether it is the lower end
     * @param lowest coordinate of the lowest point that the trials promise, where they do
     */
    static double end(Range range, boolean lower, OptionalDouble lowest) {
        double decades = decades(range);
        double least = decades > 0 ? 1 / decades : LEAST_SHARE;
        double most = decades > 0 ? MOST_DECADES / decades : 1;
        double margin = decades > 0 ? BEYOND / decades : LEAST_SHARE / 2;
        double out =
                lowest.isEmpty() ? 0 : lower ? -lowest.getAsDouble() : lowest.getAsDouble() - 1;
        // farther than a whole range away the trials hardly bend at all, and tell nothing of it
        double by = out > 1 ? least : Math.max(least, Math.min(most, out + margin));
        return rounded(range, lower, range.extended(lower ? -by : 1 + by));
    }

    /** How many the range spans; 0 where its scale has none. */
    private static double decades(Range range) {
        return switch (range.scale()) {
            case LOG -> Math.log10(range.high() / range.low());
            case ONE_MINUS_LOG -> Math.log10((1 - range.low()) / (1 - range.high()));
            case LINEAR, REVERSE_LOG -> 0;
        };
    }

    private static double rounded(Range range, boolean lower, double end) {
        if (range instanceof Whole) {
            return lower ? Math.max(Math.min(1, range.low()), Math.floor(end)) : Math.ceil(end);
        }
        double digit =
                range.scale() == Scale.ONE_MINUS_LOG
                        ? 1 - oneDigit(1 - end, !lower)
                        : oneDigit(end, lower);
        // what is not negative now is not meant to be
        return range.low() >= 0 ? Math.max(0, digit) : digit;
    }

    private static double oneDigit(double number, boolean down) {
        return BigDecimal.valueOf(number)
                .round(new MathContext(1, down ? RoundingMode.FLOOR : RoundingMode.CEILING))
                .doubleValue();
    }
}
