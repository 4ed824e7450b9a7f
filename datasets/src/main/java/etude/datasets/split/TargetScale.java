package etude.datasets.split;

import etude.datasets.Dataset;

/**
 * In which unit a model predicts numbers: a target is trained on less {@code mean}, over {@code
 * deviation}. What is shown is in the target's own unit.
 */
public record TargetScale(double mean, double deviation) {
    private static final TargetScale OWN = new TargetScale(0, 1);

    /** Below this share of the mean, what is left of a deviation is rounding. */
    private static final double LEAST_DEVIATION = 1.0e-6;

    /** Targets as they are. */
    public static TargetScale own() {
        return OWN;
    }

    /**
     * Targets with mean 0 and deviation 1 (population, without Bessel's correction) over all these
     * examples, in float64; where they are all the same, with mean 0.
     */
    public static TargetScale standardizing(Dataset training) {
        float[] values = TargetScan.values(training);
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        double deviation = Math.sqrt(squares / values.length);
        return new TargetScale(mean, deviation > LEAST_DEVIATION * Math.abs(mean) ? deviation : 1);
    }

    /** Whether targets are trained on as they are. */
    public boolean isOwn() {
        return equals(OWN);
    }

    /** What a model is to predict for this target. */
    public float standardized(float target) {
        return (float) ((target - mean) / deviation);
    }

    /** What a model predicts, in the target's own unit. */
    public float restored(float output) {
        return isOwn() ? output : (float) (output * deviation + mean);
    }

    /** A model's absolute error of 1, in the target's own unit. */
    public double errorUnit() {
        return deviation;
    }

    /** A model's squared error of 1, in the target's own unit. */
    public double lossUnit() {
        return deviation * deviation;
    }
}
