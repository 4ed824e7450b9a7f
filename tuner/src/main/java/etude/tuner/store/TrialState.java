package etude.tuner.store;

import java.util.Locale;

/** Where a trial stands. */
public enum TrialState {
    /** Waits for an attempt, the first or another. */
    PENDING,
    /** An attempt has it. */
    RUNNING,
    /** Trained to its last step. */
    COMPLETED,
    /** Its settings do not work: it diverged, did not fit into memory or violated a constraint. */
    INFEASIBLE,
    /** Something broke that says nothing about its settings. */
    FAILED;

    /** Whether no attempt will follow by itself. */
    public boolean isTerminal() {
        return this != PENDING && this != RUNNING;
    }

    /** The state in the words of the store and of the user. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TrialState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
