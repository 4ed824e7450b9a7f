package etude.tuner.project.rule;

import etude.tuner.project.Contestant;
import etude.tuner.project.ProjectState;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.OptionalLong;

/** What the trainings of a round take. */
final class RoundCost {
    private RoundCost() {}

    static Cost ofTrials(ProjectState state, int trials, Pace pace) {
        return of(state, Numbers.count(trials, "trial"), trials, pace);
    }

    /** Of trainings with other seeds. */
    static Cost ofReruns(ProjectState state, int reruns, Pace pace) {
        return of(state, Numbers.count(reruns, "rerun"), reruns, pace);
    }

    /**
     * Of all that are needed until each contestant has so many, which may differ in their length.
     *
     * @param slowdown of a step of the slowest
     */
    static Cost ofReruns(ProjectState state, List<Contestant> lacking, int seeds, double slowdown) {
        int reruns = 0;
        long steps = 0;
        for (Contestant one : lacking) {
            OptionalLong length = Pace.of(one.steps()).stepsBeside(state);
            if (length.isEmpty()) {
                return ofReruns(state, reruns, Pace.slower(slowdown));
            }
            reruns += seeds - one.reruns().ended();
            steps += (seeds - one.reruns().ended()) * length.getAsLong();
        }
        if (state.trainingTime().isEmpty()) {
            return unknown(state, Numbers.count(reruns, "rerun"));
        }
        return Cost.of(
                "%s of %,d steps in all".formatted(Numbers.count(reruns, "rerun"), steps),
                reruns,
                steps,
                Pace.slower(slowdown).of(state.trainingTime().get()),
                state.config().workers());
    }

    private static Cost of(ProjectState state, String what, int trainings, Pace pace) {
        OptionalLong steps = pace.stepsBeside(state);
        if (state.trainingTime().isEmpty() || steps.isEmpty()) {
            return unknown(state, what);
        }
        return Cost.of(
                "%s of %,d steps".formatted(what, steps.getAsLong()),
                trainings,
                trainings * steps.getAsLong(),
                pace.of(state.trainingTime().get()),
                state.config().workers());
    }

    private static Cost unknown(ProjectState state, String what) {
        return Cost.unknown(
                "%s of max_train_steps %s, whose time is not known"
                        .formatted(what, state.incumbent().config().maxTrainSteps().text()));
    }
}
