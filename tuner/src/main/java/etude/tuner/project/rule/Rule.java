package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import etude.tuner.text.Quantities;

/** A step of the playbook: when it is due, and what is to be done then. */
public sealed interface Rule
        permits SoundData,
                SimplestConfigFirst,
                BatchSizeOfThisMachine,
                TimeOfAStep,
                NumberOfSteps,
                BaselineBetterThanChance,
                StabilityAroundTheBestRate,
                WarmupAgainstInstability,
                ClippingAgainstInstability,
                BestStepsSayHowLong,
                LateVariance,
                RoundOf,
                LongerRuns,
                TestOnce {
    /** Its name in files and in JSON. */
    String step();

    /** What it wants, in a few words. */
    String title();

    /** The section of the playbook. */
    String section();

    /** What the state says of it; whether somebody skips it is another matter. */
    RuleState judge(ProjectState state);

    /** Of a step that even in its smallest version does not fit what is left of the budget. */
    static RuleState beyondBudget(ProjectState state, Cost smallest) {
        return new RuleState.NotApplicable(
                "Beyond the budget: its smallest version takes %s, and %s of total_budget %s are left; raise it in project.yaml."
                        .formatted(
                                smallest.words(),
                                Quantities.duration(Math.max(0, state.secondsLeft())),
                                state.config().totalBudget()));
    }

    /** Of a step whose key must stay as it is. */
    static RuleState kept(String key) {
        return new RuleState.NotApplicable("project.yaml keeps %s.".formatted(key));
    }
}
