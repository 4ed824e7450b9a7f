package etude.tuner.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import etude.tuner.record.TrialRecord;
import etude.tuner.store.TrialState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What came of one trial.
 *
 * @param reason why it is infeasible or failed; otherwise empty
 * @param evaluations by step
 * @param secondsPerStep without evaluation and checkpoints; empty where it was not measured
 */
public record SizeTrial(
        int trial,
        int batchSize,
        double learningRate,
        TrialState state,
        String reason,
        List<Value> evaluations,
        OptionalDouble secondsPerStep) {
    public SizeTrial {
        evaluations = List.copyOf(evaluations);
    }

    /** A trial of the study of a comparison, as far as a target goes. */
    static SizeTrial of(TrialRecord trial, StepTarget target) {
        int batchSize = setting(trial, "batch_size").asInt();
        List<Value> values =
                trial.evaluations().stream()
                        .filter(one -> one.metrics().containsKey(target.metric()))
                        .map(
                                one ->
                                        new Value(
                                                one.step(),
                                                one.metrics()
                                                        .getOrDefault(target.metric(), Double.NaN)))
                        .toList();
        OptionalDouble rate = trial.examplesPerSecond();
        return new SizeTrial(
                trial.number(),
                batchSize,
                setting(trial, "optimizer.learning_rate").asDouble(),
                trial.state(),
                trial.status().reason(),
                values,
                trial.state() == TrialState.COMPLETED && rate.orElse(0) > 0
                        ? OptionalDouble.of(batchSize / rate.getAsDouble())
                        : OptionalDouble.empty());
    }

    private static JsonNode setting(TrialRecord trial, String path) {
        return trial.trial().settings().getOrDefault(path, MissingNode.getInstance());
    }

    /** The target's metric after a step. */
    public record Value(long step, double value) {}

    /**
     * The first evaluation that was as good as the target. It was reached somewhere after the one
     * before, and is not interpolated: a curve between two evaluations is a guess.
     *
     * @param after the step of the evaluation before; 0 where there was none
     */
    public record Reached(long step, long after) {}

    /** When it reached a target; empty where it did not, or where the trial did not complete. */
    Optional<Reached> reached(StepTarget target) {
        if (state != TrialState.COMPLETED) {
            return Optional.empty();
        }
        long after = 0;
        for (Value value : evaluations) {
            if (target.isReachedBy(value.value())) {
                return Optional.of(new Reached(value.step(), after));
            }
            after = value.step();
        }
        return Optional.empty();
    }

    /** The best value in retrospect; infinitely bad where there is none. */
    double badness(StepTarget target) {
        return evaluations.stream()
                .mapToDouble(value -> target.badness(value.value()))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /** The best value in retrospect; NaN where there is none. */
    double bestValue(StepTarget target) {
        double badness = badness(target);
        return target.isReachedBy(Double.NEGATIVE_INFINITY) ? badness : -badness;
    }
}
