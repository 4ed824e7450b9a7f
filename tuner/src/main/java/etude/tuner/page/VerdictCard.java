package etude.tuner.page;

import java.util.Optional;

/**
 * One question, and what the measurements say about it.
 *
 * @param advice what to do now; may be empty
 */
public record VerdictCard(
        Standing standing,
        String question,
        String answer,
        Optional<Evidence> evidence,
        String advice) {
    /** How good the news is. */
    public enum Standing {
        GOOD("✓", "Good"),
        ATTENTION("!", "Look at this"),
        PROBLEM("✕", "Problem"),
        OPEN("?", "Not established");

        private final String symbol;
        private final String words;

        Standing(String symbol, String words) {
            this.symbol = symbol;
            this.words = words;
        }

        String symbol() {
            return symbol;
        }

        String words() {
            return words;
        }
    }

    /**
     * Where on this page the answer can be seen.
     *
     * @param chart the id of a chart
     */
    public record Evidence(String label, String chart) {}
}
