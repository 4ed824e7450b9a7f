package etude.trainer.config;

/**
 * Number format of the forward and backward pass. Weights, optimizer state, running statistics,
 * normalization, softmax and loss are float32 in all.
 */
public enum Precision {
    /** As PyTorch: on a GPU cuDNN may still use TF32 inside convolutions. */
    FLOAT32,
    /** Matrix products too may use TF32 (about three decimal digits) on a GPU that has it. */
    TFLOAT32,
    /** Computes in bfloat16: half the memory traffic, about two and a half decimal digits. */
    BFLOAT16
}
