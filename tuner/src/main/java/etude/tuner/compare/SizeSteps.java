package etude.tuner.compare;

import etude.tuner.compare.SizeTrial.Reached;
import etude.tuner.store.TrialState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one batch size needs with the best of its learning rates.
 *
 * @param trials all of this size, by learning rate
 * @param best the fewest steps to the target, or the best value where none reached it; ties go to
 *     the better value. Empty where no trial completed
 * @param reached when the best one reached the target
 * @param edge where the best learning rate lies at an end of those that were tried
 * @param probed time per step by the probe of the same config, if there is one
 */
record SizeSteps(
        int batchSize,
        List<SizeTrial> trials,
        Optional<SizeTrial> best,
        Optional<Reached> reached,
        Optional<Edge> edge,
        OptionalDouble probed) {
    /** Every trial ran on one device. */
    private static final int DEVICES = 1;

    /** Which end of the learning rates is the best of them. */
    enum Edge {
        SMALLEST,
        LARGEST
    }

    SizeSteps {
        trials = List.copyOf(trials);
    }

    static SizeSteps of(
            int batchSize, List<SizeTrial> results, StepTarget target, OptionalDouble probed) {
        List<SizeTrial> trials =
                results.stream()
                        .sorted(Comparator.comparingDouble(SizeTrial::learningRate))
                        .toList();
        Optional<SizeTrial> best =
                trials.stream()
                        .filter(trial -> trial.state() == TrialState.COMPLETED)
                        .min(
                                Comparator.<SizeTrial>comparingLong(
                                                trial ->
                                                        trial.reached(target)
                                                                .map(Reached::step)
                                                                .orElse(Long.MAX_VALUE))
                                        .thenComparingDouble(trial -> trial.badness(target)));
        return new SizeSteps(
                batchSize,
                trials,
                best,
                best.flatMap(trial -> trial.reached(target)),
                best.flatMap(trial -> edge(trial, trials)),
                probed);
    }

    /**
     * A diverged trial beyond the best one shows that the range reaches far enough; a failed one
     * shows nothing.
     */
    private static Optional<Edge> edge(SizeTrial best, List<SizeTrial> trials) {
        List<SizeTrial> tried =
                trials.stream().filter(trial -> trial.state() != TrialState.FAILED).toList();
        if (tried.get(tried.size() - 1).learningRate() <= best.learningRate()) {
            return Optional.of(Edge.LARGEST);
        }
        return tried.get(0).learningRate() >= best.learningRate()
                ? Optional.of(Edge.SMALLEST)
                : Optional.empty();
    }

    /** How many of its trials reached the target. */
    long reachedBy(StepTarget target) {
        return trials.stream().filter(trial -> trial.reached(target).isPresent()).count();
    }

    /** Updates until the target, warmup included. */
    Optional<Long> steps() {
        return reached.map(Reached::step);
    }

    /** Training examples seen until the target. */
    Optional<Long> examples() {
        return steps().map(steps -> steps * batchSize);
    }

    /** The playbook's training time, time per step times steps, as the best trial ran. */
    OptionalDouble seconds() {
        return seconds(best.map(SizeTrial::secondsPerStep).orElse(OptionalDouble.empty()));
    }

    /** Training time at the time per step that the probe measured. */
    OptionalDouble probedSeconds() {
        return seconds(probed);
    }

    private OptionalDouble seconds(OptionalDouble perStep) {
        return reached.isPresent() && perStep.isPresent()
                ? OptionalDouble.of(reached.get().step() * perStep.getAsDouble())
                : OptionalDouble.empty();
    }

    /** The playbook's resource consumption: consumption per step, times steps. */
    OptionalDouble deviceSeconds() {
        OptionalDouble seconds = seconds();
        return seconds.isPresent()
                ? OptionalDouble.of(DEVICES * seconds.getAsDouble())
                : OptionalDouble.empty();
    }
}
