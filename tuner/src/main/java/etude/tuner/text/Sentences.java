package etude.tuner.text;

import java.util.Locale;

/** Repairs that sentences made of parts need. */
public final class Sentences {
    private Sentences() {}

    /**
     * With a capital at its begin, unless a file's name stands there, and a full stop at its end.
     */
    public static String of(String words) {
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

    /** With a capital letter, unless a metric's name or a path stands there. */
    public static String start(String text) {
        boolean name = text.split(" ", 2)[0].matches(".*[/=.].*");
        return text.isEmpty() || name
                ? text
                : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
