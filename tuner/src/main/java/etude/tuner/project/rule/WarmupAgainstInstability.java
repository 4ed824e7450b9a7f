package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.text.Numbers;
import java.util.OptionalDouble;

/** The first treatment of instability: a warmup, prepended. */
record WarmupAgainstInstability() implements Rule {
    private static final String KEY = "schedule.warmup_steps";

    /** The shortest warmup has 10 steps, and is at most a tenth of training. */
    private static final long FEWEST_STEPS = 100;

    @Override
    public String step() {
        return "warmup";
    }

    @Override
    public String title() {
        return "Instability above the best learning rate: warmup was tried";
    }

    @Override
    public String section() {
        return "How to apply learning rate warmup";
    }

    @Override
    public RuleState judge(ProjectState state) {
        OptionalDouble unstable = Instability.unstableRate(state);
        if (unstable.isEmpty()) {
            return new NotApplicable("No instability was found that warmup would treat.");
        }
        if (state.incumbent().steps().orElse(Long.MAX_VALUE) < FEWEST_STEPS) {
            return new NotApplicable(
                    "Training has fewer than %d steps, which leaves no room for a warmup."
                            .formatted(FEWEST_STEPS));
        }
        return Instability.judge(
                state,
                this,
                Instability.WARMUP,
                KEY,
                "Training is unstable from a learning rate of %s on; warmup is the first remedy, and a higher rate may then be better."
                        .formatted(Numbers.text(unstable.getAsDouble())));
    }
}
