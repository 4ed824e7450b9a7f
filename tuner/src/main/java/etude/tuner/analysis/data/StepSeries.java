package etude.tuner.analysis.data;

/**
 * Training loss and unclipped gradient norm of every step, as {@code steps.bin} keeps them; index 0
 * is step 1. Both are empty where nobody kept them.
 */
public record StepSeries(float[] loss, float[] gradientNorm) {
    /** Not kept. */
    public static StepSeries none() {
        return new StepSeries(new float[0], new float[0]);
    }
}
