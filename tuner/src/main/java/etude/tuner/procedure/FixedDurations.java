package etude.tuner.procedure;

import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import java.util.ArrayList;
import java.util.List;

/** A config's durations as the steps that they are, so that more examples change none of them. */
final class FixedDurations {
    private FixedDurations() {}

    /** {@code key=value} for each. */
    static List<String> overrides(RunConfig config, ResolvedDurations steps) {
        List<String> overrides = new ArrayList<>();
        overrides.add("max_train_steps=" + steps.maxTrainSteps());
        overrides.add("schedule.warmup_steps=" + steps.warmupSteps());
        overrides.add("schedule.hold_steps=" + steps.holdSteps());
        config.schedule()
                .timescale()
                .ifPresent(given -> overrides.add("schedule.timescale=" + steps.timescale()));
        if (!steps.boundaries().isEmpty()) {
            overrides.add("schedule.boundaries=" + steps.boundaries());
        }
        overrides.add("evaluation.every=" + steps.evaluateEvery());
        overrides.add("checkpoints.every=" + steps.checkpointEvery());
        overrides.add("logging.every=" + steps.logEvery());
        return overrides;
    }
}
