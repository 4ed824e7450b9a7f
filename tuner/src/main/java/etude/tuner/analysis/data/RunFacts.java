package etude.tuner.analysis.data;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What a trial's run directory says beside its evaluations.
 *
 * @param maxTrainSteps without warmup
 * @param warmupSteps updates before them; empty where that is not known
 * @param learningRate the base learning rate that the run had, derived or not
 * @param clippingThreshold of the gradient norm
 * @param clippedFraction share of updates that were clipped
 * @param dataWaitFraction share of the time that the loop waited for data
 */
public record RunFacts(
        long maxTrainSteps,
        OptionalLong warmupSteps,
        OptionalDouble learningRate,
        OptionalDouble clippingThreshold,
        OptionalDouble clippedFraction,
        OptionalDouble examplesPerSecond,
        OptionalDouble dataWaitFraction) {
    /** All updates of the run: warmup is prepended. */
    public long totalSteps() {
        return maxTrainSteps + warmupSteps.orElse(0);
    }
}
