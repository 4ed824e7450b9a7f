package etude.tuner.text;

import java.util.regex.Pattern;

/** Words of commands that people copy into a shell. */
public final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+,=-]+");

    private Shell() {}

    /** As a shell takes it for one word. */
    public static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
