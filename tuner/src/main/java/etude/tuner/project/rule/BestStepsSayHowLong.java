package etude.tuner.project.rule;

import etude.tuner.project.Adoption;
import etude.tuner.project.Behaviour;
import etude.tuner.project.Launch;
import etude.tuner.project.ProjectState;
import etude.tuner.project.StepsFinding;
import etude.tuner.project.rule.RuleState.Due;
import etude.tuner.project.rule.RuleState.NotApplicable;
import etude.tuner.project.rule.RuleState.Satisfied;
import etude.tuner.text.Numbers;
import etude.tuner.text.Quantities;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What regularizes may need more steps, so their number follows from where the best step falls
 * (playbook, "Deciding how long to train when training is not compute-bound").
 */
record BestStepsSayHowLong() implements Rule {
    private static final String KEY = "max_train_steps";

    /** A training that is too short comes near its best in its last quarter only. */
    private static final double LATE = 0.75;

    private static final long TIMES_LONGER = 2;

    /** A sweep of the rate anew, and two rounds with their reruns. */
    private static final int LEAST_TRAININGS = 50;

    @Override
    public String step() {
        return "best_steps";
    }

    @Override
    public String title() {
        return "The best step does not say that training is too short";
    }

    @Override
    public String section() {
        return "Deciding how long to train when training is not compute-bound";
    }

    @Override
    public RuleState judge(ProjectState state) {
        if (state.config().keeps(KEY)) {
            return Rule.kept(KEY);
        }
        if (state.behaviour().isEmpty() || state.incumbent().steps().isEmpty()) {
            return new NotApplicable("No run of the incumbent shows where its best step falls.");
        }
        if (state.steps().filter(StepsFinding.Fitted.class::isInstance).isEmpty()) {
            return new NotApplicable(
                    "The number of steps follows patience, not what training needs; longer runs come before the launch.");
        }
        Behaviour found = state.behaviour().get();
        String where =
                "%s: it comes within noise of its best value at %s of training."
                        .formatted(found.run(), Numbers.percent(found.bestReached()));
        if (found.decayed() && found.bestReached() > LATE) {
            return new Satisfied(
                    where + " A decay brings it there by design; longer runs will tell.");
        }
        if (found.bestReached() <= LATE) {
            return new Satisfied(where);
        }
        return longer(state, where);
    }

    private RuleState longer(ProjectState state, String where) {
        long steps = state.incumbent().steps().orElseThrow();
        long patience =
                state.trainingTime()
                        .map(time -> time.stepsIn(state.config().runBudget().seconds()))
                        .orElse(steps);
        long more = Math.min(TIMES_LONGER * steps, patience);
        if (alreadyFollowed(state) || more <= steps) {
            return new Satisfied(
                    where
                            + (more <= steps
                                    ? " run_budget allows no more steps."
                                    : " The number of steps has been raised since."));
        }
        Optional<String> beyond = beyondBudget(state, more);
        if (beyond.isPresent()) {
            return new NotApplicable(where + beyond.get());
        }
        return new Due(
                Draft.of(
                        where + " Training is still improving there, so it may be too short.",
                        new Action.Adopt(
                                Adoption.of(
                                        step(),
                                        state.behaviour().orElseThrow().run(),
                                        List.of(KEY + "=" + more),
                                        where)),
                        Cost.none()));
    }

    /** Longer rounds are worth it where some are left; the final study tries more steps anyway. */
    private static Optional<String> beyondBudget(ProjectState state, long steps) {
        double left = state.secondsLeft() - Reserve.afterRounds(state);
        Cost cost = RoundCost.ofTrials(state, LEAST_TRAININGS, Pace.of(OptionalLong.of(steps)));
        return cost.seconds().isPresent() && cost.seconds().getAsDouble() > left
                ? Optional.of(
                        " Training is still improving there, but %s, which a sweep and two rounds take, are beyond what is left for rounds (%s): longer ones come before the launch."
                                .formatted(cost.words(), Quantities.duration(Math.max(0, left))))
                : Optional.empty();
    }

    /** The run that shows it was before the change that it asks for. */
    private boolean alreadyFollowed(ProjectState state) {
        Optional<Launch> measured =
                state.launches().stream()
                        .filter(launch -> launch.result().isPresent())
                        .reduce((earlier, later) -> later);
        OptionalLong since =
                measured.map(launch -> OptionalLong.of(launch.number())).orElse(OptionalLong.of(0));
        return state.launches().stream()
                .anyMatch(
                        launch ->
                                launch.step().equals(step())
                                        && launch.number() > since.getAsLong());
    }
}
