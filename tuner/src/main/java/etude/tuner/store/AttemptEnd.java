package etude.tuner.store;

import java.util.Locale;

/** How an attempt at a trial ended. */
public enum AttemptEnd {
    COMPLETED(TrialState.COMPLETED),
    INFEASIBLE(TrialState.INFEASIBLE),
    FAILED(TrialState.FAILED),
    /** It was stopped, with a checkpoint. */
    PREEMPTED(TrialState.PENDING),
    /** Its process died, or could not go on. */
    CRASHED(TrialState.PENDING),
    /** It gave no sign, and another attempt took its trial. */
    LOST(TrialState.RUNNING);

    private final TrialState trial;

    AttemptEnd(TrialState trial) {
        this.trial = trial;
    }

    /** The state that the trial has from then on. */
    public TrialState trial() {
        return trial;
    }

    /** In the words of the store and of the user. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static AttemptEnd of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
