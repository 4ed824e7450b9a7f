package etude.tuner.text;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words of commands that people copy into a shell. */
public final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[\\w./:@%+,=-]+");

    private Shell() {}

    /** As a shell takes it for one word. */
    public static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** As a shell takes it for these words. */
    public static String command(List<String> words) {
        return words.stream().map(Shell::word).collect(Collectors.joining(" "));
    }
}
