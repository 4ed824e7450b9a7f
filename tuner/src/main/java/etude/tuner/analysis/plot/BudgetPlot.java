package etude.tuner.analysis.plot;

import etude.tuner.analysis.data.ArmData;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.BestOfDraws;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The best objective that so many trials of an arm find (playbook, Figure 3): one box for each
 * number of trials up to those there are. Trials are drawn with replacement, infeasible ones being
 * the worst; the quantiles are exact.
 */
public record BudgetPlot(ArmData arm, List<Box> boxes) {
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

    public BudgetPlot {
        boxes = List.copyOf(boxes);
    }

    static BudgetPlot of(StudyResults results, ArmData arm) {
        StudyResults mine = results.ofArm(arm.index());
        double[] costs = mine.costs();
        return new BudgetPlot(
                arm,
                IntStream.rangeClosed(1, costs.length).mapToObj(k -> box(mine, costs, k)).toList());
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
