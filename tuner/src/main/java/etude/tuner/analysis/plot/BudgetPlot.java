package etude.tuner.analysis.plot;

import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.BestOfDraws;
import etude.tuner.space.Arm;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The best objective that so many trials of an arm find (playbook, Figure 3): one box for each
 * number of trials up to those there are; beyond 20, for numbers spread by ratios. Trials are drawn
 * with replacement, infeasible ones being the worst; the quantiles are exact.
 */
public record BudgetPlot(Arm arm, List<Box> boxes) {
    /**
     * The spread of the best of so many trials, from good to bad luck; empty where the best drawn
     * would be infeasible.
     */
    public record Box(
            int trials,
            OptionalDouble best5,
            OptionalDouble best25,
            OptionalDouble median,
            OptionalDouble best75,
            OptionalDouble best95) {}

    private static final int EVERY_NUMBER_UP_TO = 20;
    private static final int[] STEPS = {10, 15, 20, 30, 50, 70};

    static BudgetPlot of(StudyResults results, Arm arm) {
        StudyResults mine = results.ofArm(arm.index());
        double[] costs = mine.costs();
        return new BudgetPlot(
                arm, numbers(costs.length).mapToObj(k -> box(mine, costs, k)).toList());
    }

    /** More boxes than these would hide one another. */
    private static IntStream numbers(int trials) {
        if (trials <= EVERY_NUMBER_UP_TO) {
            return IntStream.rangeClosed(1, trials);
        }
        IntStream first = IntStream.of(1, 2, 3, 5, 7);
        IntStream others =
                IntStream.iterate(1, decade -> decade * STEPS[0] < trials, decade -> 10 * decade)
                        .flatMap(decade -> Arrays.stream(STEPS).map(step -> step * decade))
                        .filter(number -> number < trials);
        return IntStream.concat(IntStream.concat(first, others), IntStream.of(trials));
    }

    private static Box box(StudyResults results, double[] costs, int trials) {
        double[] quantiles = {0.05, 0.25, 0.5, 0.75, 0.95};
        OptionalDouble[] values = new OptionalDouble[quantiles.length];
        for (int i = 0; i < quantiles.length; i++) {
            values[i] = results.objective(BestOfDraws.withReplacement(costs, trials, quantiles[i]));
        }
        return new Box(trials, values[0], values[1], values[2], values[3], values[4]);
    }
}
