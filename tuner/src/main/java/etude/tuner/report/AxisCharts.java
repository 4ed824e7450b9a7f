package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.AxisPlot;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Domain.Range;
import etude.tuner.space.Hyperparameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The playbook's basic hyperparameter axis plots: every trial, on each hyperparameter's scale. */
record AxisCharts(StudyRecord study, Analysis analysis) {
    List<Chart> all() {
        return study.outline().hyperparameters().stream()
                .filter(h -> !analysis.plots().axes(h).isEmpty())
                .map(this::chart)
                .toList();
    }

    private Chart chart(Hyperparameter hyperparameter) {
        HyperparameterAxis x = new HyperparameterAxis(study, hyperparameter);
        TrialMarks marks = new TrialMarks(analysis.results());
        List<Series> series = new ArrayList<>();
        List<Series.Failure> failures = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        List<AxisPlot> plots = analysis.plots().axes(hyperparameter);
        for (AxisPlot plot : plots) {
            series.add(
                    new Series.Scatter(
                            plots.size() > 1
                                    ? study.outline().shortNames().shorten(plot.arm().label())
                                    : "Feasible trials",
                            Series.Role.DATA,
                            points(x, plot.marked(AxisPlot.Point.Mark.FEASIBLE))));
            best.addAll(points(x, plot.marked(AxisPlot.Point.Mark.BEST)));
            for (AxisPlot.Point point : plot.marked(AxisPlot.Point.Mark.INFEASIBLE)) {
                failures.add(failure(marks, x.place(point.value()), point.trial()));
            }
        }
        if (!best.isEmpty()) {
            series.add(new Series.Scatter("Best trials", Series.Role.BEST, best));
        }
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Infeasible", failures));
        }
        Optional<Answer> verdict = verdict(PlotId.axis(hyperparameter));
        return new Chart(
                PlotId.axis(hyperparameter),
                x.axis().shortName(),
                verdict.map(Answer::sentence).orElse("Each point is a trial at its best step.")
                        + verdict.flatMap(Answer::remedy).map(r -> " " + r.text()).orElse("")
                        + marks.beyond(values(series)),
                x.axis(),
                marks.axis(),
                series,
                ends(hyperparameter));
    }

    private Optional<Answer> verdict(String plot) {
        return analysis.verdicts().stream()
                .filter(verdict -> verdict.plot().equals(plot))
                .map(Verdict::answer)
                .findFirst();
    }

    /** Of all trials that are drawn. */
    private static DoubleStream values(List<Series> series) {
        return series.stream()
                .flatMapToDouble(
                        one ->
                                one instanceof Series.Failed failed
                                        ? failed.failures().stream()
                                                .mapToDouble(Series.Failure::value)
                                        : ((Series.OfPoints) one)
                                                .points().stream().mapToDouble(Point::y));
    }

    private Series.Failure failure(TrialMarks marks, double x, int trial) {
        return analysis.results().infeasible().stream()
                .filter(infeasible -> infeasible.trial().number() == trial)
                .map(infeasible -> marks.infeasible(x, infeasible))
                .findFirst()
                .orElseThrow();
    }

    private static List<Point> points(HyperparameterAxis x, List<AxisPlot.Point> points) {
        return points.stream()
                .filter(point -> point.objective().isPresent())
                .map(
                        point ->
                                Point.of(x.place(point.value()), point.objective().getAsDouble())
                                        .noted("trial " + point.trial())
                                        .keyed(Integer.toString(point.trial())))
                .toList();
    }

    /** The ends of the range, so that one sees what is near to them. */
    private static List<Mark> ends(Hyperparameter hyperparameter) {
        if (!(hyperparameter.domain() instanceof Range range)) {
            return List.of();
        }
        return List.of(Mark.x(range.low(), "min"), Mark.x(range.high(), "max"));
    }
}
