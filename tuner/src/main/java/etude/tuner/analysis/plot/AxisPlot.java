package etude.tuner.analysis.plot;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Objective against one hyperparameter on its own scale, one point per finished trial of an arm
 * (playbook, "Identifying bad search space boundaries").
 *
 * @param points the feasible ones from best to worst, then the infeasible
 */
public record AxisPlot(Hyperparameter hyperparameter, Arm arm, List<Point> points) {
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
        List<Point> points = new ArrayList<>();
        for (FeasibleTrial result : mine.feasible()) {
            Point.Mark mark = points.size() < best ? Point.Mark.BEST : Point.Mark.FEASIBLE;
            point(hyperparameter, result.trial(), results.objective(result.cost()), mark)
                    .ifPresent(points::add);
        }
        for (InfeasibleTrial trial : mine.infeasible()) {
            point(hyperparameter, trial.trial(), OptionalDouble.empty(), Point.Mark.INFEASIBLE)
                    .ifPresent(points::add);
        }
        return new AxisPlot(hyperparameter, arm, points);
    }

    private static Optional<Point> point(
            Hyperparameter hyperparameter,
            TrialRecord trial,
            OptionalDouble objective,
            Point.Mark mark) {
        return trial.value(hyperparameter)
                .map(
                        value ->
                                new Point(
                                        trial.number(),
                                        value,
                                        hyperparameter.domain().coordinate(value),
                                        objective,
                                        mark));
    }

    /** The points with this mark. */
    public List<Point> marked(Point.Mark mark) {
        return points.stream().filter(p -> p.mark() == mark).toList();
    }

    /**
     * A trial on an axis plot.
     *
     * @param coordinate of the value on the hyperparameter's scale, from 0 to 1
     * @param objective its best value over training; empty for infeasible trials
     */
    public record Point(
            int trial, JsonNode value, double coordinate, OptionalDouble objective, Mark mark) {
        /** How the playbook's Figure 1 draws it. */
        public enum Mark {
            /** A dot. */
            FEASIBLE,
            /** A green star. */
            BEST,
            /** A red cross, pinned at the top. */
            INFEASIBLE
        }
    }
}
