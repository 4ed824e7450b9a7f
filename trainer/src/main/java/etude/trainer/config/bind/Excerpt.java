package etude.trainer.config.bind;

/** Text of a user inside a sentence: in one line, short, and without what a terminal would obey. */
final class Excerpt {
    private static final int MOST_CHARACTERS = 80;

    private Excerpt() {}

    static String of(String text) {
        return of(text, MOST_CHARACTERS);
    }

    /** With so many characters at most, and dots in place of the others. */
    static String of(String text, int most) {
        int count = text.codePointCount(0, Math.min(text.length(), 2 * most));
        int end = text.offsetByCodePoints(0, Math.min(count, most));
        StringBuilder shown = new StringBuilder();
        text.substring(0, end).codePoints().forEach(point -> append(shown, point));
        return end == text.length() ? shown.toString() : shown.append("...").toString();
    }

    private static void append(StringBuilder shown, int point) {
        if (Unicode.isVisible(point)) {
            shown.appendCodePoint(point);
        } else {
            Unicode.appendEscape(shown, point);
        }
    }
}
