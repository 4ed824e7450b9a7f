package etude.tuner.report;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.statistics.Quantiles;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Objective;
import etude.tuner.store.Infeasible;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** How a trial is drawn wherever its objective is an axis. */
record TrialMarks(StudyResults results) {
    private StudyRecord study() {
        return results.study();
    }

    /** The far fence of a box plot (Tukey, Exploratory Data Analysis, 1977). */
    private static final double FAR = 3;

    /** An axis is cut only where that makes the rest so many times larger. */
    private static final double WORTHWHILE = 2;

    /**
     * The axis of the objective. It ends where the far fence of the trials' box plot is, if single
     * bad trials would otherwise squeeze the others into a corner; the best are never cut off.
     */
    Axis axis() {
        Axis axis = ReportCharts.objective(study());
        boolean less = study().outline().objective().mode() == Mode.MIN;
        double[] costs = values().map(value -> less ? value : -value).sorted().toArray();
        if (costs.length == 0) {
            return axis;
        }
        double best = costs[0];
        double upper = Quantiles.of(costs, 0.75);
        double fence = upper + FAR * (upper - Quantiles.of(costs, 0.25));
        double worst = costs[costs.length - 1];
        if (fence <= best || worst - best <= WORTHWHILE * (fence - best)) {
            return axis;
        }
        return axis.within(
                less
                        ? new Axis.Limits(Double.NEGATIVE_INFINITY, fence)
                        : new Axis.Limits(-fence, Double.POSITIVE_INFINITY));
    }

    /** A sentence on the trials beyond the axis; empty where there are none. */
    String beyond() {
        return beyond(values());
    }

    /** The same of those that a chart draws, by their values. */
    String beyond(DoubleStream drawn) {
        Axis.Limits limits = axis().limits();
        long count = drawn.filter(value -> !Double.isNaN(value) && !limits.contain(value)).count();
        return count == 0
                ? ""
                : " %s beyond the axis, drawn at its edge: hover for the value."
                        .formatted(count == 1 ? "One trial lies" : count + " trials lie");
    }

    /** All values that are drawn. */
    private DoubleStream values() {
        return DoubleStream.concat(
                results.feasible().stream().mapToDouble(result -> objective(result.cost())),
                results.infeasible().stream().flatMapToDouble(result -> value(result).stream()));
    }

    /** A feasible trial. */
    Point feasible(double x, FeasibleTrial result) {
        String key = Integer.toString(result.trial().number());
        return Point.of(x, objective(result.cost())).noted("trial " + key).keyed(key);
    }

    /** An infeasible trial: one that is far worse has a value, a trial that diverged has none. */
    Series.Failure infeasible(double x, InfeasibleTrial result) {
        int number = result.trial().number();
        return new Series.Failure(
                x,
                value(result).orElse(Double.NaN),
                "trial %d: %s".formatted(number, result.reason().kind().words()),
                Integer.toString(number));
    }

    private OptionalDouble value(InfeasibleTrial result) {
        if (!(result.reason() instanceof Infeasible.FarWorse)) {
            return OptionalDouble.empty();
        }
        Objective objective = study().outline().objective();
        return objective
                .best(result.trial().evaluations())
                .map(objective::value)
                .filter(Double::isFinite)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }

    private double objective(double cost) {
        return results.objective(cost).orElse(Double.NaN);
    }
}
