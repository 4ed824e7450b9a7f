package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import etude.tuner.text.Numbers;

/** What the trainings of a round take. */
final class RoundCost {
    private RoundCost() {}

    /**
     * Of trials.
     *
     * @param slowdown how much longer a step may take than the incumbent's
     */
    static Cost ofTrials(ProjectState state, int trials, double slowdown) {
        return of(state, Numbers.count(trials, "trial"), trials, slowdown);
    }

    /** Of trainings with other seeds. */
    static Cost ofReruns(ProjectState state, int reruns, double slowdown) {
        return of(state, Numbers.count(reruns, "rerun"), reruns, slowdown);
    }

    private static Cost of(ProjectState state, String what, int trainings, double slowdown) {
        if (state.trainingTime().isEmpty() || state.incumbent().steps().isEmpty()) {
            return Cost.unknown(
                    "%s of max_train_steps %s, whose time is not known"
                            .formatted(what, state.incumbent().config().maxTrainSteps().text()));
        }
        long steps = state.incumbent().steps().getAsLong();
        return Cost.of(
                "%s of %,d steps".formatted(what, steps),
                trainings,
                trainings * steps,
                state.trainingTime().get().times(slowdown),
                state.config().workers());
    }
}
