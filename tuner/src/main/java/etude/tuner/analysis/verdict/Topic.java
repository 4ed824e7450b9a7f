package etude.tuner.analysis.verdict;

import java.util.Locale;

/** What a verdict is about, in the order in which the playbook deals with it. */
public enum Topic {
    OVERLAP,
    SAMPLE,
    FINISHED,
    CHANCE,
    SPACE,
    POINTS,
    INFEASIBLE,
    STABLE_ABOVE_BEST_RATE,
    TRAINING_LOSS,
    STABLE_EARLY,
    OVERFITTING,
    CONFIDENCE,
    LATE_VARIANCE,
    LENGTH,
    PERIODS,
    INPUT,
    CLIPPING,
    CONCLUSION;

    /** For programs. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
