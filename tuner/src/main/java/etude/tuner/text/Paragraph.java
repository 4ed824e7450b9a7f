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
        if (TextWidth.of(text) <= width) {
            return List.of(text);
        }
        String indent = " ".repeat(text.length() - text.stripLeading().length());
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String word : WORD.matcher(text).results().map(match -> match.group()).toList()) {
            boolean begun = line.length() > indent.length();
            if (begun && TextWidth.of(line.toString()) + 1 + TextWidth.of(word) > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
