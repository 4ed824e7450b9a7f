package etude.tuner.space;

/** Where the points of a study come from. */
public enum Algorithm {
    QUASI_RANDOM,
    RANDOM,
    GRID,
    POINTS
}
