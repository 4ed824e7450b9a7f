package etude.tuner.project.rule;

import etude.tuner.project.ProjectState;
import java.util.ArrayList;
import java.util.List;

/**
 * One size of the {@link FinalStudy}.
 *
 * @param searched beside the learning rate
 * @param steps of each training; 0 where nobody knows
 */
record JointSearch(List<Question> searched, long steps) {
    private static final int MANY_WORKERS = 8;
    private static final int MOST_TRIALS = 60;
    private static final int STEP_BETWEEN = 5;

    /**
     * Fewer for each hyperparameter are no search, and fewer than that in all neither. Points that
     * differ in all coordinates at once are as many values of each, so those that turn out not to
     * matter cost little (Bergstra and Bengio 2012).
     */
    private static final int TRIALS_OF_EACH = 2;

    private static final int FEWEST_TRIALS = 6;

    private static final double RATE_DOWN = 3;
    private static final double RATE_UP = 3;

    /** A decay takes a higher rate than none. */
    private static final double LONGER_RATE_UP = 6;

    JointSearch {
        searched = List.copyOf(searched);
    }

    boolean isLonger(ProjectState state) {
        return steps > state.incumbent().steps().orElse(0);
    }

    /** After trainings as long as a run may be, none that are longer need anything. */
    double leaves(ProjectState state) {
        return state.trainingTime()
                        .filter(time -> steps >= LongerRuns.longest(state, time))
                        .isPresent()
                ? 0
                : Reserve.afterFinalStudy(state);
    }

    boolean isPaidFor(ProjectState state) {
        Design design = design(state);
        int fewest = design.levels().get(design.levels().size() - 1);
        return RoundOf.whole(state, design, fewest) <= state.secondsLeft() - leaves(state);
    }

    Design design(ProjectState state) {
        boolean longer = isLonger(state);
        List<String> parameters = new ArrayList<>();
        parameters.add(Parameters.rate(state, RATE_DOWN, longer ? LONGER_RATE_UP : RATE_UP));
        searched.forEach(one -> parameters.addAll(one.searchedFurther(state)));
        Design design =
                new Design(
                        "Which values of all that mattered reach most together?",
                        trials -> search(state, parameters.size(), trials),
                        trials -> parameters,
                        1,
                        levels(Math.max(FEWEST_TRIALS, TRIALS_OF_EACH * parameters.size())),
                        Pace.ofIncumbent());
        return longer ? design.longer(steps) : design;
    }

    /** The model chooses half of few trials, and more of many. */
    private static String search(ProjectState state, int hyperparameters, int trials) {
        return state.config().workers() < MANY_WORKERS
                ? "gaussian_process, initial: %d"
                        .formatted(Math.min(2 * hyperparameters + 2, trials / 2))
                : "quasi_random";
    }

    /** As many as what is left pays for, less what the launch needs. */
    private static List<Integer> levels(int fewest) {
        List<Integer> levels = new ArrayList<>();
        for (int trials = MOST_TRIALS; trials > fewest; trials -= STEP_BETWEEN) {
            levels.add(trials);
        }
        levels.add(fewest);
        return levels;
    }
}
