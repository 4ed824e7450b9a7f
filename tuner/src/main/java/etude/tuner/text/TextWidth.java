package etude.tuner.text;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** How many columns of a terminal text takes, and how text is made to take fewer. */
final class TextWidth {
    private static final String ELLIPSIS = "...";

    /** The first code point of which Unicode has wide characters at all: Hangul Jamo. */
    private static final int FIRST_WIDE = 0x1100;

    private static final Set<Character.UnicodeScript> SCRIPTS =
            Collections.unmodifiableSet(
                    EnumSet.of(
                            Character.UnicodeScript.HAN,
                            Character.UnicodeScript.HIRAGANA,
                            Character.UnicodeScript.KATAKANA,
                            Character.UnicodeScript.HANGUL,
                            Character.UnicodeScript.BOPOMOFO,
                            Character.UnicodeScript.YI));

    private TextWidth() {}

    /** Columns of a line without control characters. */
    static int of(String text) {
        return text.codePoints().map(TextWidth::columns).sum();
    }

    /** East Asian characters and emoji take two columns, marks on other characters take none. */
    private static int columns(int character) {
        int type = Character.getType(character);
        if (type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.FORMAT) {
            return 0;
        }
        boolean wide =
                character >= FIRST_WIDE
                        && (SCRIPTS.contains(Character.UnicodeScript.of(character))
                                || (character >= 0x1f300 && character <= 0x1faff)
                                || (character >= 0xff01 && character <= 0xff60));
        return wide ? 2 : 1;
    }

    /** With spaces at its end. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - of(text)));
    }

    /** The begin of what is too long, up to the end of a word where one is near, and three dots. */
    static String cut(String text, int width) {
        if (of(text) <= width) {
            return text;
        }
        int room = Math.max(0, width - ELLIPSIS.length());
        String begin = begin(text, room);
        int space = begin.lastIndexOf(' ');
        boolean inWord = text.charAt(begin.length()) != ' ';
        String words = inWord && 2 * space > begin.length() ? begin.substring(0, space) : begin;
        return words.stripTrailing() + ELLIPSIS.substring(0, Math.min(width, ELLIPSIS.length()));
    }

    /** As many whole characters as fit. */
    static String begin(String text, int width) {
        int end = 0;
        int used = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            used += columns(character);
            if (used > width) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }
}
