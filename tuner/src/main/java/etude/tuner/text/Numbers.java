package etude.tuner.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Pattern;

/** Numbers as sentences print them. */
public final class Numbers {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /** A fraction of more than six digits, which only a program needs. */
    private static final Pattern LONG = Pattern.compile("(?<![\\w.])\\d+\\.\\d{7,}([eE]-?\\d+)?");

    private Numbers() {}

    /** At most four significant digits; very small and very large ones with an exponent. */
    public static String text(double number) {
        if (!Double.isFinite(number)) {
            return Double.isNaN(number) ? "not a number" : number > 0 ? "infinity" : "-infinity";
        }
        if (number == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(number).round(FOUR_DIGITS).stripTrailingZeros();
        double size = Math.abs(number);
        return size >= 1e-4 && size < 1e6
                ? rounded.toPlainString()
                : "%se%d".formatted(mantissa(rounded), exponent(rounded));
    }

    /** A text for people whose long fractions are given as {@link #text} gives them. */
    public static String shortened(String text) {
        return LONG.matcher(text).replaceAll(found -> text(Double.parseDouble(found.group())));
    }

    private static String mantissa(BigDecimal rounded) {
        return rounded.movePointLeft(exponent(rounded)).stripTrailingZeros().toPlainString();
    }

    private static int exponent(BigDecimal rounded) {
        return rounded.precision() - rounded.scale() - 1;
    }

    /** A share from 0 to 1 in whole percent, or with two digits below 10 %. */
    public static String percent(double share) {
        return String.format(
                Locale.ROOT, Math.abs(share) < 0.0995 ? "%.2f %%" : "%.0f %%", 100 * share);
    }

    /** {@code 1 trial}, {@code 2 trials}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
