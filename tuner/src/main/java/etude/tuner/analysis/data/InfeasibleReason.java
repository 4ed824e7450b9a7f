package etude.tuner.analysis.data;

/** Why settings do not work. */
public enum InfeasibleReason {
    DIVERGED("diverged"),
    OUT_OF_MEMORY("out of memory"),
    CONSTRAINT("violated a constraint"),
    /** It finished, with a training loss far from all others (decided here, never stored). */
    OUTLIER("had an uncharacteristically high training loss");

    private final String words;

    InfeasibleReason(String words) {
        this.words = words;
    }

    /** For sentences. */
    public String words() {
        return words;
    }

    /** How a run ended, after its name. */
    public String ending() {
        return this == OUT_OF_MEMORY ? "ran out of memory" : words;
    }

    /** Whether training itself went wrong, not memory or a rule. */
    public boolean isInstability() {
        return this == DIVERGED || this == OUTLIER;
    }

    /** The reason that a stored text begins with; any other is a constraint. */
    public static InfeasibleReason of(String text) {
        if (text.startsWith(DIVERGED.words)) {
            return DIVERGED;
        }
        return text.startsWith(OUT_OF_MEMORY.words) ? OUT_OF_MEMORY : CONSTRAINT;
    }
}
