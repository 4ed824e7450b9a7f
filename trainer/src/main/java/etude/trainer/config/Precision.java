package etude.trainer.config;

/**
 * Number format of the forward and backward pass. Weights, optimizer state, running statistics,
 * normalization, softmax and loss are float32 in either.
 */
public enum Precision {
    FLOAT32,
    BFLOAT16
}
