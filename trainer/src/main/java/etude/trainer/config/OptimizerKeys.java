package etude.trainer.config;

/** Descriptions of keys that several optimizers have. */
final class OptimizerKeys {
    static final String RATE = "Base learning rate.";
    static final String VELOCITY = "Decay of the velocity.";
    static final String MEAN = "Decay of the gradient average.";
    static final String MEAN_SQUARE = "Decay of the squared gradient average.";
    static final String EPSILON = "Added to the root of the squared gradient average.";
    static final String DECAY = "Weight decay; biases and norm scales are spared.";
    static final String KIND = "decoupled or l2.";
    static final String GROUPS =
            "Parameters with another learning rate or weight decay, such as {match: 'output_*', learning_rate_scale: 10}.";

    /** Without any, a gradient that is 0 everywhere is divided by 0. */
    static final double LEAST_EPSILON = 1e-30;

    private OptimizerKeys() {}
}
