package etude.tuner.procedure;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import etude.tuner.text.MetricLine;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;

/** The charts and the table of a sweep. */
record StepsPage(StepsResult result) {
    List<Section> sections() {
        List<Chart> charts = new ArrayList<>();
        if (result.sweep().rates().stream().anyMatch(SweptRate::trains)) {
            charts.add(curves());
            charts.add(steps());
        }
        return List.of(new Section.Charts("The sweep", charts), table());
    }

    private Chart curves() {
        String metric = result.procedure().fit().metric();
        List<Series> series = new ArrayList<>();
        for (SweptRate rate : result.sweep().rates()) {
            if (rate.trains()) {
                series.add(
                        new Series.Line(
                                "rate " + Numbers.text(rate.rate()),
                                Series.Role.DATA,
                                rate.evaluations().stream()
                                        .filter(one -> one.metrics().containsKey(metric))
                                        .map(
                                                one ->
                                                        Point.of(
                                                                (double) one.step(),
                                                                one.metrics().get(metric)))
                                        .toList()));
            }
        }
        Axis values = Axis.linear(metric, "");
        return new Chart(
                "curves",
                "How fast each constant rate fits the training set",
                "A training set counts as fitted below the dashed line, in two evaluations running.",
                Axis.linear("Step", ""),
                metric.equals(PerfectFit.ERROR) ? values.inPercent() : values,
                series,
                List.of(Mark.y(result.limit(), "perfect fit")));
    }

    private Chart steps() {
        List<Point> points = new ArrayList<>();
        List<Series.Failure> failures = new ArrayList<>();
        for (SweptRate rate : result.sweep().rates()) {
            if (rate.fitted().isPresent()) {
                points.add(Point.of(rate.rate(), (double) rate.fitted().getAsLong()));
            } else {
                failures.add(new Series.Failure(rate.rate(), reached(rate), ""));
            }
        }
        List<Series> series = new ArrayList<>();
        if (!points.isEmpty()) {
            series.add(new Series.Line("Steps to a perfect fit", Series.Role.DATA, points));
        }
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Not fitted", failures));
        }
        return new Chart(
                "steps",
                "Steps to a perfect fit by learning rate",
                "The best rate should not be the first or the last one.",
                Axis.powersOfTen("Learning rate", ""),
                Axis.linear("Steps", ""),
                series);
    }

    private Section table() {
        return new Section.Table(
                "Every rate",
                List.of(
                        Column.number("Learning rate", ""),
                        Column.text("Study"),
                        Column.number("Trial", ""),
                        Column.number("Fitted at step", ""),
                        Column.number("Lowest " + result.procedure().fit().metric(), ""),
                        Column.text("State")),
                result.sweep().rates().stream().map(this::row).toList());
    }

    private List<String> row(SweptRate rate) {
        return List.of(
                Numbers.text(rate.rate()),
                rate.study(),
                Integer.toString(rate.trial()),
                rate.fitted().isPresent() ? Long.toString(rate.fitted().getAsLong()) : "",
                rate.trains() ? value(rate) : "",
                rate.state());
    }

    private String reached(SweptRate rate) {
        return rate.trains() ? "lowest " + value(rate) : rate.state();
    }

    private String value(SweptRate rate) {
        return MetricLine.value(result.procedure().fit().metric(), rate.lowest());
    }
}
