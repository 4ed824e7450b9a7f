package etude.tuner.analysis.plot;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.BestOfDraws;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * One scientific value, or bucket of values, with its nuisance hyperparameters optimized away.
 *
 * @param trials how many finished, infeasible ones included
 * @param infeasible how many of them
 * @param bestTrial its number
 * @param best its objective
 * @param atEqualCount the median best objective of as many trials as the point with the fewest has,
 *     drawn without replacement: what to compare when counts differ
 * @param searchLuck the 10-90 % range of the best of half the trials
 */
public record IsolationPoint(
        String label,
        int trials,
        int infeasible,
        OptionalInt bestTrial,
        OptionalDouble best,
        OptionalDouble atEqualCount,
        Luck searchLuck) {
    private static final double LOW = 0.1;
    private static final double HIGH = 0.9;

    /**
     * Two objectives, the better one first; empty where an infeasible trial would be the best
     * drawn, or with fewer than 2 trials.
     */
    public record Luck(OptionalDouble better, OptionalDouble worse) {}

    static IsolationPoint of(String label, StudyResults group, int fewest) {
        double[] costs = group.costs();
        double equal =
                fewest == 0
                        ? Double.POSITIVE_INFINITY
                        : BestOfDraws.withoutReplacement(costs, fewest, 0.5);
        return new IsolationPoint(
                label,
                group.finished(),
                group.infeasible().size(),
                group.best().stream().mapToInt(r -> r.trial().number()).findFirst(),
                group.best()
                        .map(FeasibleTrial::cost)
                        .map(group::objective)
                        .orElse(OptionalDouble.empty()),
                group.objective(equal),
                luck(group, costs));
    }

    private static Luck luck(StudyResults group, double[] costs) {
        if (costs.length < 2) {
            return new Luck(OptionalDouble.empty(), OptionalDouble.empty());
        }
        int half = costs.length / 2;
        return new Luck(
                group.objective(BestOfDraws.withoutReplacement(costs, half, LOW)),
                group.objective(BestOfDraws.withoutReplacement(costs, half, HIGH)));
    }
}
