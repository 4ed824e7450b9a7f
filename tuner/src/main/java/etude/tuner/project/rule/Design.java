package etude.tuner.project.rule;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * The study of a round.
 *
 * @param goal its question
 * @param search the algorithm that chooses so many points of an arm, as a study file has it
 * @param parameters the hyperparameters as a study file has them, by the number of trials of each
 *     arm
 * @param arms how many scientific values there are
 * @param levels how many trials an arm may have, from the most
 * @param pace what a training of the slowest arm takes
 */
record Design(
        String goal,
        IntFunction<String> search,
        IntFunction<List<String>> parameters,
        int arms,
        List<Integer> levels,
        Pace pace) {
    /** For a rate alone, and for a rate with one more nuisance hyperparameter. */
    static final List<Integer> OF_ONE = List.of(8, 6, 4);

    static final List<Integer> OF_TWO = List.of(12, 9, 6);

    private static final String QUASI_RANDOM = "quasi_random";

    Design {
        levels = List.copyOf(levels);
    }

    /** Of arms that are sampled evenly and cost what the incumbent costs. */
    static Design of(String goal, int arms, List<Integer> levels, List<String> parameters) {
        return new Design(
                goal,
                trials -> QUASI_RANDOM,
                trials -> parameters,
                arms,
                levels,
                Pace.ofIncumbent());
    }

    /** Likewise, with a larger model. */
    Design slower(double times) {
        return new Design(goal, search, parameters, arms, levels, Pace.slower(times));
    }

    /** Likewise, with trainings of so many steps. */
    Design longer(long steps) {
        return new Design(goal, search, parameters, arms, levels, Pace.of(OptionalLong.of(steps)));
    }
}
