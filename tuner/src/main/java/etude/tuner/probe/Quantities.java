package etude.tuner.probe;

import java.util.Locale;

/** Numbers of a probe in words. */
final class Quantities {
    private Quantities() {}

    /** Three significant digits in the unit a reader would choose, such as {@code 3.21 ms}. */
    static String seconds(double seconds) {
        if (seconds >= 1) {
            return digits(seconds) + " s";
        }
        return seconds >= 1e-3 ? digits(seconds * 1e3) + " ms" : digits(seconds * 1e6) + " us";
    }

    /** Examples per second, three significant digits, thousands separated. */
    static String rate(double examplesPerSecond) {
        return digits(examplesPerSecond);
    }

    /** Whole percent. */
    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * fraction);
    }

    /** A ratio, two decimals. */
    static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2fx", ratio);
    }

    private static String digits(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }
}
