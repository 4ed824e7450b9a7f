package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.data.Hyperparameter;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.Value;
import etude.tuner.analysis.data.ValueDomain;
import etude.tuner.analysis.data.ValueDomain.Choices;
import etude.tuner.analysis.data.ValueDomain.Range;
import etude.tuner.analysis.plot.AxisPlot;
import etude.tuner.analysis.plot.AxisPoint;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Scale;
import etude.tuner.chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The playbook's basic hyperparameter axis plots: every trial, on each hyperparameter's scale. */
record AxisCharts(StudyData study, Analysis analysis) {
    List<Chart> all() {
        return study.design().hyperparameters().stream()
                .filter(h -> plots(h).stream().anyMatch(p -> !p.points().isEmpty()))
                .map(this::chart)
                .toList();
    }

    private List<AxisPlot> plots(Hyperparameter hyperparameter) {
        return analysis.plots().axes().stream()
                .filter(plot -> plot.hyperparameter().equals(hyperparameter))
                .toList();
    }

    private Chart chart(Hyperparameter hyperparameter) {
        List<Series> series = new ArrayList<>();
        List<Series.Failure> failures = new ArrayList<>();
        List<Point> best = new ArrayList<>();
        List<AxisPlot> plots = plots(hyperparameter);
        for (AxisPlot plot : plots) {
            series.add(
                    new Series.Scatter(
                            plots.size() > 1 ? plot.arm().label() : "Feasible trials",
                            Series.Role.DATA,
                            points(hyperparameter, plot.marked(AxisPoint.Mark.FEASIBLE))));
            best.addAll(points(hyperparameter, plot.marked(AxisPoint.Mark.BEST)));
            for (AxisPoint point : plot.marked(AxisPoint.Mark.INFEASIBLE)) {
                failures.add(
                        new Series.Failure(
                                x(hyperparameter, point.value()),
                                "trial %d: infeasible".formatted(point.trial()),
                                Integer.toString(point.trial())));
            }
        }
        series.add(new Series.Scatter("Best trials", Series.Role.BEST, best));
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Infeasible", failures));
        }
        String id = PlotId.axis(hyperparameter);
        return new Chart(
                id,
                hyperparameter.id(),
                analysis.verdicts().stream()
                        .filter(verdict -> verdict.plot().equals(id))
                        .map(Verdict::answer)
                        .map(answer -> answer.sentence())
                        .collect(Collectors.joining(" ")),
                axis(hyperparameter),
                Objectives.axis(study),
                series,
                marks(hyperparameter));
    }

    private static List<Point> points(Hyperparameter hyperparameter, List<AxisPoint> points) {
        return points.stream()
                .filter(point -> point.objective().isPresent())
                .map(
                        point ->
                                Point.of(
                                                x(hyperparameter, point.value()),
                                                point.objective().getAsDouble())
                                        .noted("trial " + point.trial())
                                        .keyed(Integer.toString(point.trial())))
                .toList();
    }

    /** The ends of the range, so that one sees what is near to them. */
    private static List<Mark> marks(Hyperparameter hyperparameter) {
        if (!(hyperparameter.domain() instanceof Range range)) {
            return List.of();
        }
        return List.of(
                Mark.x(x(hyperparameter, Value.of(range.min())), "min"),
                Mark.x(x(hyperparameter, Value.of(range.max())), "max"));
    }

    private static double x(Hyperparameter hyperparameter, Value value) {
        ValueDomain domain = hyperparameter.domain();
        if (domain instanceof Choices choices) {
            return choices.values().indexOf(value);
        }
        double number = ((Value.Numeric) value).number();
        return oneMinus(domain) ? 1 - number : number;
    }

    private static boolean oneMinus(ValueDomain domain) {
        return domain instanceof Range range
                && range.scale() == etude.tuner.space.Scale.ONE_MINUS_LOG;
    }

    private static Axis axis(Hyperparameter hyperparameter) {
        if (hyperparameter.domain() instanceof Choices choices) {
            return new Axis(
                    hyperparameter.path(),
                    "",
                    new Scale.Category(choices.values().stream().map(Value::text).toList()));
        }
        Range range = (Range) hyperparameter.domain();
        return switch (range.scale()) {
            case LOG -> Axis.powersOfTen(hyperparameter.path(), "");
            case ONE_MINUS_LOG -> Axis.powersOfTen("1 - " + hyperparameter.path(), "");
            case LINEAR, REVERSE_LOG -> Axis.linear(hyperparameter.path(), "");
        };
    }
}
