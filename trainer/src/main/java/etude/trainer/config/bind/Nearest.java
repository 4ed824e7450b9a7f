package etude.trainer.config.bind;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what the user probably meant. */
public final class Nearest {
    /** Longer words are no slips of the keyboard, and comparing them takes long. */
    private static final int LONGEST_WORD = 64;

    private Nearest() {}

    /** The known word with the fewest single-letter edits, if few enough to be a slip. */
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) {
            return Optional.empty();
        }
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(1, word.length() / 3))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** {@code "; did you mean x?"}, or the list of what is known. */
    public static String hint(String word, Collection<String> known, String what) {
        return to(word, known)
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElseGet(() -> "; " + what + ": " + String.join(", ", known));
    }

    /** Levenshtein's distance, with one row of the table in memory. */
    static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replace = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replace, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
