package etude.trainer.config;

/** Number format of the forward and backward pass. */
public enum Precision {
    FLOAT32
}
