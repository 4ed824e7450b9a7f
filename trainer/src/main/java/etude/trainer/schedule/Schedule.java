package etude.trainer.schedule;

import etude.trainer.config.ScheduleConfig.Decay;

/**
 * The learning rate as a pure function of the step. Warmup is prepended (playbook, "How to apply
 * learning rate warmup"): a run has {@code warmupSteps + decaySteps} updates, and the decay starts
 * after warmup.
 *
 * @param base the peak learning rate
 * @param warmupSteps updates of linear warmup
 * @param holdSteps updates at the peak before the decay starts
 * @param decaySteps updates after warmup, hold included
 * @param endFactor the decay approaches {@code endFactor * base}
 */
public record Schedule(
        double base,
        long warmupSteps,
        long holdSteps,
        long decaySteps,
        Decay decay,
        double endFactor) {
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
        if (sinceHold <= 0) {
            return base;
        }
        double progress = (double) sinceHold / (decaySteps - holdSteps); // in (0, 1)
        return base * (endFactor + (1 - endFactor) * remaining(progress));
    }

    /** 1 at the start of the decay, 0 at its end. */
    private double remaining(double progress) {
        return switch (decay) {
            case CONSTANT -> 1;
            case LINEAR -> 1 - progress;
            case COSINE -> 0.5 * (1 + Math.cos(Math.PI * progress));
        };
    }
}
