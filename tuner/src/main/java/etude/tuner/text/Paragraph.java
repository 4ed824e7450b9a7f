package etude.tuner.text;

import java.util.ArrayList;
import java.util.List;

/** Sentences on a terminal, broken between words. */
public final class Paragraph {
    private Paragraph() {}

    /**
     * The lines of a text.
     *
     * @param width a longer word has a line of its own
     * @param indent before every line but the first
     */
    public static List<String> lines(String text, int width, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(indent).append(word);
            } else {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
