package etude.tuner.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Text broken into lines that a terminal need not break. */
public final class Paragraph {
    /** A command in backticks is one, so that it can be copied. */
    private static final Pattern WORD = Pattern.compile("[^\\s`]*`[^`]*`\\S*|\\S+");

    private Paragraph() {}

    /**
     * Lines of at most so many columns, broken between words and indented as the first one. A word
     * that is longer than a line is alone on its own.
     *
     * @param text one line
     */
    public static List<String> lines(String text, int width) {
        return lines(text, width, indent(text));
    }

    /**
     * The same with an indent of their own for all lines but the first.
     *
     * @param hanging before each of these
     */
    public static List<String> lines(String text, int width, String hanging) {
        if (TextWidth.of(text) <= width) {
            return List.of(text);
        }
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent(text));
        boolean begun = false;
        for (String word : WORD.matcher(text).results().map(match -> match.group()).toList()) {
            if (begun && TextWidth.of(line.toString()) + 1 + TextWidth.of(word) > width) {
                lines.add(line.toString());
                line = new StringBuilder(hanging);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        lines.add(line.toString());
        return lines;
    }

    private static String indent(String text) {
        return " ".repeat(text.length() - text.stripLeading().length());
    }
}
