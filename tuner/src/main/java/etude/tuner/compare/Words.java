package etude.tuner.compare;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers of a comparison in words. */
final class Words {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Words() {}

    /** Three significant digits at most. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(THREE_DIGITS).stripTrailingZeros();
        boolean tiny = value != 0 && Math.abs(value) < 1e-4;
        return tiny ? rounded.toString().toLowerCase(Locale.ROOT) : rounded.toPlainString();
    }

    /** Such as {@code 3.21 s}. */
    static String seconds(double seconds) {
        return seconds < 1 ? number(1000 * seconds) + " ms" : number(seconds) + " s";
    }

    /** Two decimals. */
    static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2fx", ratio);
    }

    /** Whole percent. */
    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
    }

    /** Such as {@code 32, 64}. */
    static String list(List<Integer> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
