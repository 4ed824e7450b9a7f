package etude.datasets;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Text of a file or a config as a message shows it: it may hold anything, of any length. */
public final class Quoted {
    private static final int MOST_CHARACTERS = 80;
    private static final int MOST_NAMES = 10;

    private Quoted() {}

    /** In single quotes; control characters as escapes, what is longer than 80 characters cut. */
    public static String of(String text) {
        StringBuilder shown = new StringBuilder("'");
        text.codePoints().limit(MOST_CHARACTERS).forEach(character -> append(character, shown));
        boolean cut = text.codePointCount(0, text.length()) > MOST_CHARACTERS;
        return shown.append(cut ? "...'" : "'").toString();
    }

    private static void append(int character, StringBuilder shown) {
        if (Character.isISOControl(character)) {
            String digits = Integer.toHexString(character);
            shown.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
        } else {
            shown.appendCodePoint(character);
        }
    }

    /** Up to ten names, each quoted, and how many more there are. */
    public static String list(Collection<String> names) {
        return first(MOST_NAMES, names);
    }

    /** The first few names, each quoted, and how many more there are. */
    public static String first(int most, Collection<String> names) {
        String shown = names.stream().limit(most).map(Quoted::of).collect(Collectors.joining(", "));
        return names.size() <= most
                ? shown
                : String.format(Locale.ROOT, "%s and %,d more", shown, names.size() - most);
    }
}
