package etude.tuner.space;

/** Where the points of a study come from. */
public enum Algorithm {
    QUASI_RANDOM,
    RANDOM,
    GRID,
    POINTS,
    /** Bayesian optimization: all but the first points follow from the results so far. */
    GAUSSIAN_PROCESS;

    /** Whether points depend on the results of earlier trials. */
    public boolean isAdaptive() {
        return this == GAUSSIAN_PROCESS;
    }
}
