package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import etude.tuner.project.RateSweep;
import etude.tuner.project.StabilityFinding;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.Satisfied;
import java.util.List;
import java.util.Optional;

/**
 * Whether instability just above the best rate keeps that too low is known before more is tuned.
 */
record StabilityAroundTheBestRate() implements Rule {
    /** Of the run at twice the best rate. */
    private static final int EARLY_STEPS = 500;

    /** At 5 and at 10 times. */
    private static final int WHOLE_RUNS = 2;

    /** The sweep that the procedure makes where there is none. */
    private static final int OWN_SWEEP = 7;

    @Override
    public String step() {
        return "stability";
    }

    @Override
    public String title() {
        return "It is known whether training is stable above the best learning rate";
    }

    @Override
    public String section() {
        return "Identifying unstable workloads";
    }

    @Override
    public RuleState judge(ProjectState state) {
        return state.stability()
                .map(found -> judge(state, found))
                .orElseGet(
                        () ->
                                due(
                                        state,
                                        "Whether training is stable just above the best learning"
                                                + " rate is not known. Where it is not, mending that"
                                                + " pays before anything else is tuned.",
                                        state.freeName("stability")));
    }

    private static RuleState judge(ProjectState state, StabilityFinding found) {
        if (found instanceof StabilityFinding.Known known) {
            return new Satisfied(
                    "procedures/%s: %s".formatted(known.procedure(), known.sentence()));
        }
        if (found instanceof StabilityFinding.NoResult none) {
            return new Due(
                    Draft.byHand(
                            "procedures/%s: %s".formatted(none.procedure(), none.sentence()),
                            "Look for a bug first: labels, normalization, learning rate."));
        }
        return due(
                state,
                "%s was stopped; the same command continues it.".formatted(found.procedure()),
                found.procedure());
    }

    private static RuleState due(ProjectState state, String why, String name) {
        Optional<RateSweep> sweep =
                TriedRates.ofBest(state.sweeps()).filter(best -> best.unended() == 0);
        Cost cost = cost(state, WHOLE_RUNS + (sweep.isPresent() ? 0 : OWN_SWEEP));
        if (cost.seconds().orElse(0) > state.secondsLeft()) {
            return Rule.beyondBudget(state, cost);
        }
        return new Due(
                Draft.of(
                        why,
                        new Action.Command(
                                List.of(
                                        "etude",
                                        "tune",
                                        "stability",
                                        sweep.map(RateSweep::directory)
                                                .orElse(state.incumbentFile()),
                                        "--name",
                                        name,
                                        "--workers",
                                        Integer.toString(state.config().workers())),
                                Optional.of(name)),
                        cost));
    }

    private static Cost cost(ProjectState state, int runs) {
        if (state.trainingTime().isEmpty() || state.incumbent().steps().isEmpty()) {
            return Cost.unknown(
                    "%d whole runs and one of %d steps, whose time is not known"
                            .formatted(runs, EARLY_STEPS));
        }
        long each = state.incumbent().steps().getAsLong();
        long early = Math.min(EARLY_STEPS, each);
        return Cost.of(
                "%d runs of %,d steps and one of %d".formatted(runs, each, early),
                runs + 1L,
                runs * each + early,
                state.trainingTime().get(),
                state.config().workers());
    }
}
