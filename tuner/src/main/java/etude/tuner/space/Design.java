package etude.tuner.space;

/** How scientific and nuisance hyperparameters share the trials of a study. */
public enum Design {
    /** One arm per scientific configuration, each with the same number of trials. */
    SEPARATE,
    /** One arm; scientific hyperparameters are sampled uniformly in the same sequence. */
    JOINT
}
