package etude.datasets.reader;

import com.fasterxml.jackson.core.io.NumberInput;

/**
 * Reads a number from the characters of a cell: digits with a point or without, a sign before and
 * an exponent after them, and no more. Gives the bits of {@link Double#parseDouble}.
 */
final class Decimal {
    /** From here on a float rounds to infinity: halfway from its largest to the next power. */
    private static final double FLOAT_OVERFLOW = 0x1.ffffffp127;

    /** So many digits fit a long, whatever they are. */
    private static final int LONG_DIGITS = 18;

    /** A double holds every whole number up to this one. */
    private static final long EXACT_WHOLE = 1L << 53;

    /** The powers of ten that a double holds. */
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };

    private static final int FAR_EXPONENT = 100_000;
    private static final char LOWER = 0x20;

    private Decimal() {}

    static double value(String text) {
        return value(text.toCharArray(), 0, text.length());
    }

    /** Infinite where no float can hold it; NaN where it is no number. */
    static double value(char[] text, int from, int to) {
        int at = from;
        boolean negative = at < to && text[at] == '-';
        if (negative || (at < to && text[at] == '+')) {
            at++;
        }
        long digits = 0; // wraps where there are too many, and is not used then
        int first = at;
        for (; at < to && isDigit(text[at]); at++) {
            digits = 10 * digits + text[at] - '0';
        }
        int count = at - first;
        int exponent = 0;
        if (at < to && text[at] == '.') {
            int point = ++at;
            for (; at < to && isDigit(text[at]); at++) {
                digits = 10 * digits + text[at] - '0';
            }
            exponent = point - at;
            count -= exponent;
        }
        if (count == 0) {
            return Double.NaN;
        }
        if (at < to) {
            int written = exponent(text, at, to);
            if (written == Integer.MIN_VALUE) {
                return Double.NaN;
            }
            exponent += written;
        }
        double magnitude =
                count <= LONG_DIGITS
                                && digits <= EXACT_WHOLE
                                && Math.abs(exponent) < EXACT_POWERS.length
                        ? scaled(digits, exponent)
                        : Math.abs(NumberInput.parseDouble(text, from, to - from, true));
        return magnitude < FLOAT_OVERFLOW
                ? negative ? -magnitude : magnitude
                : Double.POSITIVE_INFINITY;
    }

    /** One rounding of two numbers that are exact (Clinger 1990): the nearest double. */
    private static double scaled(long digits, int exponent) {
        return exponent < 0 ? digits / EXACT_POWERS[-exponent] : digits * EXACT_POWERS[exponent];
    }

    /** What follows the digits, up to the end; the smallest int where it is no exponent. */
    private static int exponent(char[] text, int from, int to) {
        int at = from + 1;
        boolean negative = at < to && text[at] == '-';
        if (negative || (at < to && text[at] == '+')) {
            at++;
        }
        if ((text[from] | LOWER) != 'e' || at == to) {
            return Integer.MIN_VALUE;
        }
        int exponent = 0;
        for (; at < to && isDigit(text[at]); at++) {
            exponent = Math.min(FAR_EXPONENT, 10 * exponent + text[at] - '0');
        }
        return at < to ? Integer.MIN_VALUE : negative ? -exponent : exponent;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
