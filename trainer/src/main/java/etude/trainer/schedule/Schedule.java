package etude.trainer.schedule;

import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;

/**
 * The learning rate as a pure function of the step. Warmup is prepended (playbook, "How to apply
 * learning rate warmup"): a run has {@code warmupSteps + decaySteps} updates. After warmup the rate
 * stays at its peak for {@code holdSteps} (the constant phase of the playbook's second round of
 * tuning), then it decays.
 *
 * @param base the peak learning rate
 * @param warmupSteps updates of linear warmup
 * @param holdSteps updates at the peak before the decay starts
 * @param decaySteps updates after warmup, hold included
 * @param shape how the rate falls after that
 */
public record Schedule(
        double base, long warmupSteps, long holdSteps, long decaySteps, DecayShape shape) {
    public Schedule {
        if (warmupSteps < 0 || decaySteps < 1) {
            throw new IllegalArgumentException(
                    "warmup %d, decay %d".formatted(warmupSteps, decaySteps));
        }
        if (holdSteps < 0 || holdSteps > decaySteps) {
            throw new IllegalArgumentException(
                    "hold_steps must be at most max_train_steps %d, found %d"
                            .formatted(decaySteps, holdSteps));
        }
    }

    /** The schedule of a run. */
    public static Schedule of(RunConfig config, ResolvedDurations durations) {
        return new Schedule(
                config.optimizer().learningRate(),
                durations.warmupSteps(),
                durations.holdSteps(),
                durations.maxTrainSteps(),
                DecayShape.of(config.schedule(), durations));
    }

    /** Updates in the whole run. */
    public long totalSteps() {
        return warmupSteps + decaySteps;
    }

    /** The learning rate of update {@code step}, counted from 0. */
    public double at(long step) {
        if (step < warmupSteps) {
            return base * (step + 1) / warmupSteps;
        }
        long sinceHold = step - warmupSteps - holdSteps;
        return sinceHold <= 0 ? base : base * shape.at(sinceHold, decaySteps - holdSteps);
    }
}
