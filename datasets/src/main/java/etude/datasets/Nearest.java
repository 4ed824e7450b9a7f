package etude.datasets;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what the user probably meant. */
public final class Nearest {
    /** Longer words are no slips of the keyboard, and comparing them takes long. */
    private static final int LONGEST_WORD = 64;

    /** Of shorter names, one letter is most of it. */
    private static final int SHORTEST_NAME = 3;

    private Nearest() {}

    /** The known word with the fewest edits, if few enough to be a slip. */
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

    /**
     * What there is, in quotes, and which of it was probably meant.
     *
     * @param wanted words of which some are not among the known ones
     */
    public static String among(Collection<String> wanted, Collection<String> known) {
        return wanted.stream()
                .filter(word -> !known.contains(word))
                .filter(word -> word.length() >= SHORTEST_NAME)
                .findFirst()
                .flatMap(word -> to(word, known))
                .map(nearest -> "; did you mean " + nearest + "?")
                .map(hint -> Quoted.list(known) + hint)
                .orElseGet(() -> Quoted.list(known));
    }

    /**
     * How many letters are to be inserted, left out, replaced or swapped with their neighbor
     * (Damerau 1964; no letter twice).
     */
    static int distance(String from, String to) {
        int[][] edits = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                boolean same = from.charAt(i - 1) == to.charAt(j - 1);
                int replaced = edits[i - 1][j - 1] + (same ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                boolean swapped =
                        i > 1
                                && j > 1
                                && from.charAt(i - 1) == to.charAt(j - 2)
                                && from.charAt(i - 2) == to.charAt(j - 1);
                if (swapped) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[from.length()][to.length()];
    }
}
