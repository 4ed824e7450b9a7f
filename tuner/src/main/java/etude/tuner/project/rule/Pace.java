package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import etude.tuner.project.TrainingTime;
import java.util.OptionalLong;

/**
 * What trainings take beside the incumbent's.
 *
 * @param slowdown how much longer a step takes, at most
 * @param steps of each; empty for as many as the incumbent has
 */
record Pace(double slowdown, OptionalLong steps) {
    static Pace ofIncumbent() {
        return slower(1);
    }

    /** With a larger model, or with fewer at once. */
    static Pace slower(double times) {
        return new Pace(times, OptionalLong.empty());
    }

    static Pace of(OptionalLong steps) {
        return new Pace(1, steps);
    }

    /** The number of steps, where it is known. */
    OptionalLong stepsBeside(ProjectState state) {
        return steps.isPresent() ? steps : state.incumbent().steps();
    }

    TrainingTime of(TrainingTime incumbent) {
        return incumbent.times(slowdown);
    }
}
