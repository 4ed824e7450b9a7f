package etude.trainer.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The durations of a run in steps; see {@link Durations}.
 *
 * @param timescale of an inverse square root decay, at least 1
 * @param boundaries of a piecewise decay, ascending, counted from the end of warmup and hold
 */
public record ResolvedDurations(
        long maxTrainSteps,
        long warmupSteps,
        long holdSteps,
        long timescale,
        List<Long> boundaries,
        long evaluateEvery,
        long checkpointEvery,
        long logEvery) {
    public ResolvedDurations {
        boundaries = List.copyOf(boundaries);
    }

    /** Updates in the whole run: warmup is prepended to {@code max_train_steps}. */
    public long totalSteps() {
        return Math.addExact(warmupSteps, maxTrainSteps);
    }

    /** What the playbook would say about a config with these durations, one sentence each. */
    public List<String> advice(RunConfig config) {
        List<String> advice = new ArrayList<>();
        if (warmupSteps * 10 > maxTrainSteps) {
            advice.add(
                    "schedule.warmup_steps is %d, above 10 %% of max_train_steps (%d): too long; raise optimizer.learning_rate less or max_train_steps more"
                            .formatted(warmupSteps, maxTrainSteps));
        } else if (warmupSteps * 20 > maxTrainSteps) {
            advice.add(
                    "schedule.warmup_steps is %d, above 5 %% of max_train_steps (%d): you may need to increase max_train_steps"
                            .formatted(warmupSteps, maxTrainSteps));
        }
        if (config.evaluation().batchSize() < config.batchSize()) {
            advice.add(
                    "evaluation.batch_size is %d, smaller than batch_size (%d): evaluation needs less memory, so a larger batch is faster"
                            .formatted(config.evaluation().batchSize(), config.batchSize()));
        }
        if (checkpointEvery % evaluateEvery != 0) {
            advice.add(
                    "checkpoints.every is %d steps and evaluation.every %d: only checkpoints at steps that are also evaluated can be ranked; make the first a multiple of the second"
                            .formatted(checkpointEvery, evaluateEvery));
        }
        if (config.schedule().decay() == ScheduleConfig.Decay.CONSTANT
                && (holdSteps > 0 || config.schedule().endFactor() > 0)) {
            advice.add(
                    "schedule.hold_steps and schedule.end_factor change nothing with decay: constant; set schedule.decay to linear or cosine");
        }
        for (long boundary : boundaries) {
            if (boundary >= maxTrainSteps - holdSteps) {
                advice.add(
                        "schedule.boundaries: the run ends %d steps after warmup and hold, so the boundary at %d changes nothing"
                                .formatted(maxTrainSteps - holdSteps, boundary));
            }
        }
        return advice;
    }
}
