package etude.tuner.analysis.plot;

import etude.tuner.analysis.plot.AxisPoint.Mark;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Objective against one hyperparameter on its own scale, one point per finished trial of an arm
 * (playbook, "Identifying bad search space boundaries").
 *
 * @param points the feasible ones from best to worst, then the infeasible
 */
public record AxisPlot(Hyperparameter hyperparameter, Arm arm, List<AxisPoint> points) {
    public AxisPlot {
        points = List.copyOf(points);
    }

    /**
     * The plot of an arm, of the trials that have the hyperparameter.
     *
     * @param best how many of the best trials get a star
     */
    static AxisPlot of(StudyResults results, Arm arm, Hyperparameter hyperparameter, int best) {
        StudyResults mine = results.ofArm(arm.index());
        List<AxisPoint> points = new ArrayList<>();
        for (FeasibleTrial result : mine.feasible()) {
            Mark mark = points.size() < best ? Mark.BEST : Mark.FEASIBLE;
            add(points, hyperparameter, result.trial(), results.objective(result.cost()), mark);
        }
        for (InfeasibleTrial trial : mine.infeasible()) {
            add(points, hyperparameter, trial.trial(), OptionalDouble.empty(), Mark.INFEASIBLE);
        }
        return new AxisPlot(hyperparameter, arm, points);
    }

    private static void add(
            List<AxisPoint> points,
            Hyperparameter hyperparameter,
            TrialRecord trial,
            OptionalDouble objective,
            Mark mark) {
        trial.value(hyperparameter)
                .map(
                        v ->
                                new AxisPoint(
                                        trial.number(),
                                        v,
                                        hyperparameter.domain().coordinate(v),
                                        objective,
                                        mark))
                .ifPresent(points::add);
    }

    /** The points with this mark. */
    public List<AxisPoint> marked(Mark mark) {
        return points.stream().filter(p -> p.mark() == mark).toList();
    }
}
