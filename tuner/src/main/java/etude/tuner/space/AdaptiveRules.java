package etude.tuner.space;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Where a search that follows the results has nothing to follow. */
record AdaptiveRules(Space space, Sampler sampler, SearchConfig search) {
    /** With fewer points there is nothing between them that a model could tell. */
    private static final long FEWEST_POINTS = 64;

    /** What is wrong with so many trials of each arm, one sentence each. */
    List<String> problems(List<Arm> arms, int trials) {
        List<String> problems = new ArrayList<>();
        if (!search.algorithm().isAdaptive()) {
            return problems;
        }
        for (Arm arm : arms) {
            OptionalLong size = sampler.size(arm);
            if (arm.axes().stream()
                    .noneMatch(axis -> space.isChosenFreely(axis.hyperparameter()))) {
                problems.add(
                        "%s has no nuisance hyperparameter, and scientific ones follow no model, so that they stay evenly sampled; use algorithm: quasi_random"
                                .formatted(arm.label()));
            } else if (size.isPresent() && size.getAsLong() <= FEWEST_POINTS) {
                problems.add(
                        "%s has only %d different points, too few for a model to choose among; use algorithm: quasi_random, which tries each once"
                                .formatted(arm.label(), size.getAsLong()));
            } else if (search.planned(arm, trials) == trials) {
                problems.add(
                        "no trial is left for the model: all %d of an arm are quasi-random ones that come before it; raise trials, lower initial, or use algorithm: quasi_random"
                                .formatted(trials));
            }
        }
        return problems;
    }
}
