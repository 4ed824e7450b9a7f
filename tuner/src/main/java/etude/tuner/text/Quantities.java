package etude.tuner.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers in words, to the three significant digits that a measured time is worth. */
public final class Quantities {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    private Quantities() {}

    /**
     * Three significant digits, zeros included and thousands separated, so that columns line up.
     */
    public static String digits(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** Three significant digits at most, such as {@code 0.05}. */
    public static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.toString(value);
        }
        BigDecimal rounded = BigDecimal.valueOf(value).round(THREE_DIGITS).stripTrailingZeros();
        boolean tiny = value != 0 && Math.abs(value) < 1e-4;
        return tiny ? rounded.toString().toLowerCase(Locale.ROOT) : rounded.toPlainString();
    }

    /** The time of a step in the unit a reader would choose, such as {@code 3.20 ms}. */
    public static String stepTime(double seconds) {
        if (seconds >= 1) {
            return digits(seconds) + " s";
        }
        return seconds >= 1e-3 ? digits(seconds * 1e3) + " ms" : digits(seconds * 1e6) + " us";
    }

    /** The time of a whole training, such as {@code 3.2 s}. */
    public static String trainingTime(double seconds) {
        return seconds < 1 ? number(1000 * seconds) + " ms" : number(seconds) + " s";
    }

    /** Whole percent. */
    public static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
    }

    /** A ratio, two decimals. */
    public static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2fx", ratio);
    }

    /** Such as {@code 32, 64}. */
    public static String list(List<Integer> sizes) {
        return sizes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** On a clock: {@code 0:41}, {@code 1:02:03}. */
    public static String clock(Duration time) {
        return time.toHours() == 0
                ? String.format(Locale.ROOT, "%d:%02d", time.toMinutes(), time.toSecondsPart())
                : String.format(
                        Locale.ROOT,
                        "%d:%02d:%02d",
                        time.toHours(),
                        time.toMinutesPart(),
                        time.toSecondsPart());
    }

    /** Up to ten of them with a tenth: half a minute is much of a small budget. */
    private static String minutes(double minutes) {
        return minutes < 9.95
                ? String.format(Locale.ROOT, "%.1f", minutes).replaceFirst("\\.0$", "")
                : String.format(Locale.ROOT, "%.0f", minutes);
    }

    /** A duration as people say it. */
    public static String duration(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        return seconds < 7200
                ? minutes(seconds / 60) + " min"
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
