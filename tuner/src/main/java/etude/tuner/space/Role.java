package etude.tuner.space;

/**
 * What a hyperparameter is to the goal of a study (playbook, "Identifying scientific, nuisance, and
 * fixed hyperparameters").
 */
public enum Role {
    /** Its effect is what the study measures. */
    SCIENTIFIC,
    /** Optimized over, to compare scientific values fairly. */
    NUISANCE,
    /** One value, and a caveat on the conclusions. */
    FIXED
}
