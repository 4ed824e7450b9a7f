package etude.trainer.metrics;

/**
 * Loss and unclipped gradient norm of every step; index k belongs to the update that follows k
 * updates. NaN also stands for steps whose record was lost.
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bulk data, never compared
public record StepSeries(float[] losses, float[] gradientNorms) {
    public StepSeries {
        if (losses.length != gradientNorms.length) {
            throw new IllegalArgumentException(
                    "%d losses but %d gradient norms"
                            .formatted(losses.length, gradientNorms.length));
        }
    }

    /** Of no step: where nothing was done yet, or nobody kept it. */
    public static StepSeries none() {
        return new StepSeries(new float[0], new float[0]);
    }

    /** Number of steps. */
    public int size() {
        return losses.length;
    }
}
