package etude.tuner.compare;

import etude.datasets.EtudeException;
import etude.trainer.config.Duration;
import etude.trainer.config.Duration.Unit;
import etude.trainer.config.Durations;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.config.ScheduleConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns the durations of a config into steps, once and at the config's own batch size, so that they
 * mean the same at every other.
 */
final class StepBudget {
    private static final int EVALUATIONS = 20;

    private final RunConfig config;
    private final ResolvedDurations steps;
    private final long evaluateEvery;

    /**
     * @throws EtudeException when the durations do not fit together
     */
    StepBudget(RunConfig config, int trainExamples) {
        this.config = config;
        steps = Durations.resolve(config, trainExamples);
        evaluateEvery =
                Math.min(steps.evaluateEvery(), Math.max(1, steps.maxTrainSteps() / EVALUATIONS));
    }

    /** Updates of every trial, warmup included. */
    long totalSteps() {
        return steps.totalSteps();
    }

    /** Steps between evaluations: at most 5 % of {@code max_train_steps}. */
    long evaluateEvery() {
        return evaluateEvery;
    }

    /** The overrides that make the config's budget one of steps. */
    List<String> overrides() {
        List<String> overrides = new ArrayList<>();
        overrides.add("max_train_steps=" + steps.maxTrainSteps());
        overrides.add("evaluation.every=" + evaluateEvery);
        // Only checkpoints at steps that are also evaluated can be ranked.
        long checkpoints = (steps.checkpointEvery() + evaluateEvery - 1) / evaluateEvery;
        overrides.add("checkpoints.every=" + checkpoints * evaluateEvery);
        ScheduleConfig schedule = config.schedule();
        fix(overrides, "schedule.warmup_steps", schedule.warmupSteps(), steps.warmupSteps());
        fix(overrides, "schedule.hold_steps", schedule.holdSteps(), steps.holdSteps());
        schedule.timescale()
                .ifPresent(scale -> fix(overrides, "schedule.timescale", scale, steps.timescale()));
        if (schedule.boundaries().stream().anyMatch(StepBudget::followsBatchSize)) {
            overrides.add(
                    "schedule.boundaries="
                            + steps.boundaries().stream()
                                    .map(String::valueOf)
                                    .collect(Collectors.joining(", ", "[", "]")));
        }
        fix(overrides, "logging.every", config.logging().every(), steps.logEvery());
        return overrides;
    }

    private static void fix(List<String> overrides, String key, Duration written, long inSteps) {
        if (followsBatchSize(written)) {
            overrides.add(key + "=" + inSteps);
        }
    }

    private static boolean followsBatchSize(Duration duration) {
        return duration.unit() == Unit.EPOCHS || duration.unit() == Unit.EXAMPLES;
    }
}
