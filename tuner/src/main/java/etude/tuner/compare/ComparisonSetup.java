package etude.tuner.compare;

import java.util.List;

/**
 * What was compared, and under which conditions.
 *
 * @param name of the config
 * @param sizes ascending
 * @param trialsPerSize the same number for each
 * @param rates the learning rates that were searched
 * @param totalSteps budget of every trial, whatever its size, warmup included
 * @param evaluateEvery steps between evaluations
 */
record ComparisonSetup(
        String name,
        StepTarget target,
        List<Integer> sizes,
        int trialsPerSize,
        RateRange rates,
        long totalSteps,
        long evaluateEvery) {
    ComparisonSetup {
        sizes = List.copyOf(sizes);
    }
}
