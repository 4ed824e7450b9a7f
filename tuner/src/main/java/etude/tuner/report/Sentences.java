package etude.tuner.report;

import java.util.Locale;

/** Parts of sentences that others wrote. */
final class Sentences {
    private Sentences() {}

    /**
     * With a capital at its begin, unless a file's name stands there, and a full stop at its end.
     */
    static String of(String words) {
        String text = words.strip();
        if (text.isEmpty()) {
            return "";
        }
        String begin =
                text.split(" ", 2)[0].matches("[a-z]+:?")
                        ? text.substring(0, 1).toUpperCase(Locale.ROOT)
                        : text.substring(0, 1);
        return begin + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    /** A duration as people say it. */
    static String duration(double seconds) {
        if (seconds < 120) {
            return String.format(Locale.ROOT, seconds < 10 ? "%.1f s" : "%.0f s", seconds);
        }
        return seconds < 7200
                ? String.format(Locale.ROOT, "%.0f min", seconds / 60)
                : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
