package etude.tuner.procedure;

import etude.trainer.config.ConfigException;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.config.ScheduleConfig.Decay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The schedule of a longer run (playbook, "Round 2"): a decay keeps its length in steps, and the
 * additional steps are spent at the base learning rate before it; a cosine keeps its base rate and
 * is stretched. Durations that were percentages become the steps that they meant, so that warmup,
 * which is the surest to transfer, stays what it was.
 *
 * @param config of the short run
 * @param before its durations in steps
 * @param steps of the longer run, without warmup
 */
record LongerSchedule(RunConfig config, ResolvedDurations before, long steps) {
    /**
     * Checks the length.
     *
     * @throws ConfigException when it is no longer than before
     */
    static LongerSchedule of(RunConfig config, ResolvedDurations before, long steps) {
        if (steps <= before.maxTrainSteps()) {
            throw new ConfigException(
                    List.of(
                            "--steps: expected more than the %,d steps of the short run, found %,d"
                                    .formatted(before.maxTrainSteps(), steps)));
        }
        return new LongerSchedule(config, before, steps);
    }

    private Decay decay() {
        return config.schedule().decay();
    }

    private boolean keepsItsLength() {
        return switch (decay()) {
            case LINEAR, POLYNOMIAL, EXPONENTIAL, INVERSE_SQRT, PIECEWISE -> true;
            case CONSTANT, COSINE -> false;
        };
    }

    /** Steps of the decay itself. */
    private long decaySteps() {
        return before.maxTrainSteps() - before.holdSteps();
    }

    private long hold() {
        return keepsItsLength() ? steps - decaySteps() : before.holdSteps();
    }

    /** {@code key=value} of what changes. */
    List<String> overrides() {
        List<String> overrides = new ArrayList<>();
        overrides.add("max_train_steps=" + steps);
        overrides.add("schedule.warmup_steps=" + before.warmupSteps());
        overrides.add("schedule.hold_steps=" + hold());
        if (decay() == Decay.INVERSE_SQRT) {
            overrides.add("schedule.timescale=" + before.timescale());
        }
        if (decay() == Decay.PIECEWISE) {
            overrides.add("schedule.boundaries=" + before.boundaries());
        }
        return overrides;
    }

    /** What was done, in a sentence. */
    String sentence() {
        String word = decay().name().toLowerCase(Locale.ROOT);
        return switch (decay()) {
            case CONSTANT -> "The constant rate goes on for %,d steps.".formatted(steps);
            case COSINE ->
                    "The cosine keeps its base rate and is stretched from %,d to %,d steps."
                            .formatted(decaySteps(), steps - hold());
            case LINEAR, POLYNOMIAL, EXPONENTIAL, INVERSE_SQRT, PIECEWISE ->
                    "The %s decay keeps its %,d steps, and the constant phase before it grows from %,d to %,d."
                            .formatted(word, decaySteps(), before.holdSteps(), hold());
        };
    }
}
