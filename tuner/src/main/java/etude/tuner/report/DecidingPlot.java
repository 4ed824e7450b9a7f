package etude.tuner.report;

import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.RerunResults;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.chart.Axis;
import etude.tuner.chart.AxisScale;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Arm;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.StudyOutline;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * The one plot of a study that shows what its question was decided by: every trial over the
 * configurations that it compares, with the reruns of their best; where it compares none, over its
 * first hyperparameter.
 */
public final class DecidingPlot {
    private final StudyResults results;
    private final TrialMarks marks;
    private final String id;

    private DecidingPlot(StudyResults results, String id) {
        this.results = results;
        this.id = id;
        marks = new TrialMarks(results);
    }

    /**
     * The plot; none where no trial has ended.
     *
     * @param id of the chart
     */
    public static Optional<Chart> of(StudyResults results, String id) {
        return results.finished() == 0 ? Optional.empty() : new DecidingPlot(results, id).chart();
    }

    private StudyOutline outline() {
        return results.study().outline();
    }

    private Optional<Chart> chart() {
        return outline().arms().size() > 1
                ? Optional.of(overArms())
                : outline().hyperparameters().stream().findFirst().map(this::over);
    }

    private Chart overArms() {
        List<Series> series = new ArrayList<>(trials(trial -> OptionalDouble.of(trial.arm())));
        List<Point> means = outline().arms().stream().flatMap(arm -> mean(arm).stream()).toList();
        if (!means.isEmpty()) {
            series.add(
                    new Series.Scatter(
                            "Mean of reruns, with the deviation of one", Series.Role.DATA, means));
        }
        return new Chart(
                id,
                "Best of each trial, by what is compared",
                means.isEmpty()
                        ? "Each point is a trial at its best step."
                        : "Each point is a trial at its best step; the best of each side was trained again with other seeds.",
                new Axis(
                        "Compared",
                        "",
                        new AxisScale.Category(
                                outline().arms().stream()
                                        .map(arm -> outline().shortNames().shorten(arm.label()))
                                        .toList())),
                marks.axis(),
                series);
    }

    private Chart over(Hyperparameter hyperparameter) {
        HyperparameterAxis x = new HyperparameterAxis(results.study(), hyperparameter);
        List<Series> series =
                trials(
                        trial ->
                                trial.value(hyperparameter)
                                        .map(value -> OptionalDouble.of(x.place(value)))
                                        .orElse(OptionalDouble.empty()));
        return new Chart(
                id,
                "Best of each trial, by " + x.axis().shortName(),
                "Each point is a trial at its best step.",
                x.axis(),
                marks.axis(),
                series);
    }

    /** Without keys: on a page of many studies their trials have the same numbers. */
    private List<Series> trials(Function<TrialRecord, OptionalDouble> place) {
        List<Point> feasible = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        for (FeasibleTrial trial : results.feasible()) {
            OptionalDouble x = place.apply(trial.trial());
            if (x.isPresent()) {
                (best.isEmpty() ? best : feasible)
                        .add(marks.feasible(x.getAsDouble(), trial).keyed(""));
            }
        }
        List<Series.Failure> failures = new ArrayList<>();
        for (InfeasibleTrial trial : results.infeasible()) {
            place.apply(trial.trial())
                    .ifPresent(
                            x -> {
                                Series.Failure failure = marks.infeasible(x, trial);
                                failures.add(
                                        new Series.Failure(
                                                x, failure.value(), failure.reason(), ""));
                            });
        }
        List<Series> series = new ArrayList<>();
        if (!feasible.isEmpty()) {
            series.add(new Series.Scatter("Trials", Series.Role.DATA, feasible));
        }
        if (!best.isEmpty()) {
            series.add(new Series.Scatter("Best trial", Series.Role.BEST, best));
        }
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Infeasible", failures));
        }
        return series;
    }

    /** Of the reruns of an arm's best trial that has some. */
    private Optional<Point> mean(Arm arm) {
        return results.ofArm(arm.index()).feasible().stream()
                .map(trial -> results.reruns(trial.trial()))
                .filter(reruns -> reruns.costs().size() > 1)
                .findFirst()
                .map(reruns -> point(arm, reruns));
    }

    private Point point(Arm arm, RerunResults reruns) {
        double mean = results.cost(reruns.mean());
        return Point.of(arm.index(), mean)
                .between(mean - reruns.deviation(), mean + reruns.deviation())
                .noted(Numbers.count(reruns.costs().size(), "rerun"));
    }
}
