package etude.tuner.compare;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.compare.SizeTrial.Value;
import etude.tuner.store.TrialState;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Synthetic trials: their error falls to the target at a chosen step, and stays there. */
final class Trials {
    static final StepTarget TARGET = new StepTarget("validation/error_rate", 0.1, Mode.MIN);
    static final long EVERY = 10;
    private static final long BUDGET = 2000;

    private final List<SizeTrial> trials = new ArrayList<>();
    private final SortedMap<Integer, OptionalDouble> probed = new TreeMap<>();

    /** Three learning rates; the middle one needs the fewest steps. */
    Trials size(int batchSize, long steps, double secondsPerStep) {
        trial(batchSize, 0.01, steps + 10 * EVERY, secondsPerStep);
        trial(batchSize, 0.1, steps, secondsPerStep);
        return trial(batchSize, 1.0, steps + 5 * EVERY, secondsPerStep);
    }

    /** One that completed; it does not reach the target when that needs more than the budget. */
    Trials trial(int batchSize, double rate, long steps, double secondsPerStep) {
        List<Value> values = new ArrayList<>();
        for (long step = EVERY; step <= BUDGET; step += EVERY) {
            values.add(new Value(step, step >= steps ? 0.1 : 0.2));
        }
        return add(batchSize, rate, TrialState.COMPLETED, values, secondsPerStep);
    }

    /** One that reached the target and then diverged. */
    Trials diverged(int batchSize, double rate) {
        return add(batchSize, rate, TrialState.INFEASIBLE, List.of(new Value(EVERY, 0.05)), 0.001);
    }

    Trials failed(int batchSize, double rate) {
        return add(batchSize, rate, TrialState.FAILED, List.of(), 0.001);
    }

    Trials probed(int batchSize, double secondsPerStep) {
        probed.put(batchSize, OptionalDouble.of(secondsPerStep));
        return this;
    }

    private Trials add(
            int batchSize,
            double rate,
            TrialState state,
            List<Value> values,
            double secondsPerStep) {
        trials.add(
                new SizeTrial(
                        trials.size(),
                        batchSize,
                        rate,
                        state,
                        state == TrialState.COMPLETED ? "" : "diverged after step 3",
                        values,
                        OptionalDouble.of(secondsPerStep)));
        return this;
    }

    Comparison compare() {
        List<Integer> sizes =
                trials.stream().map(SizeTrial::batchSize).distinct().sorted().toList();
        ComparisonSetup setup =
                new ComparisonSetup(
                        "test", TARGET, sizes, 3, new RateRange(0.01, 1.0), BUDGET, EVERY);
        return Comparison.of(
                setup, trials, size -> probed.getOrDefault(size, OptionalDouble.empty()));
    }
}
