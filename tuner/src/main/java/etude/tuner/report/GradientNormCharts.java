package etude.tuner.report;

import etude.tuner.analysis.plot.GradientNormPlot;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.statistics.Histogram;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Choices;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gradient norm of every step of a run (playbook, "Gradient clipping").
 *
 * @param norms index 0 is step 1
 * @param whose for example "the best trial"
 */
record GradientNormCharts(GradientNormPlot plot, float[] norms, String whose) {
    /** About how far apart two labels are on a logarithmic axis of two decades. */
    private static final double LABEL_HEIGHT = 1.4;

    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        charts.add(overSteps());
        histogram().ifPresent(charts::add);
        return charts;
    }

    Chart overSteps() {
        List<Series> series = List.of(Thinned.trace("Gradient norm", Series.Role.DATA, "", norms));
        return new Chart(
                PlotId.GRADIENT_NORM,
                "Gradient norm of " + whose,
                "Unclipped. %s Median %s; 90 %% of the steps are below %s, 99 %% below %s."
                        .formatted(
                                Thinned.explanation(series),
                                Numbers.text(plot.median()),
                                Numbers.text(plot.percentile90()),
                                Numbers.text(plot.percentile99())),
                Axis.linear("Step", ""),
                Axis.powersOfTen("Gradient norm", ""),
                series,
                marks(),
                new Choices(true, true, List.of()));
    }

    /** Of two lines that nearly meet, only the upper one has room for words. */
    private List<Mark> marks() {
        double percentile = plot.percentile90();
        if (plot.threshold().isEmpty()) {
            return List.of(Mark.y(percentile, "90 %"));
        }
        double threshold = plot.threshold().getAsDouble();
        double higher = Math.max(percentile, threshold);
        double lower = Math.min(percentile, threshold);
        return higher > lower * LABEL_HEIGHT
                ? List.of(Mark.y(percentile, "90 %"), Mark.y(threshold, "clipped above"))
                : List.of(Mark.y(lower, ""), Mark.y(higher, "90 %, clipped above"));
    }

    Optional<Chart> histogram() {
        if (plot.histogram().counts().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Chart(
                        "gradient-norm-histogram",
                        "Histogram of the gradient norm",
                        "Steps of %s, by gradient norm.".formatted(whose),
                        Axis.powersOfTen("Gradient norm", ""),
                        Axis.linear("Steps", ""),
                        List.of(outline(plot.histogram()))));
    }

    /** Bars need evenly spaced positions; the outline of a histogram does not. */
    private static Series outline(Histogram histogram) {
        List<Point> outline = new ArrayList<>();
        for (int i = 0; i < histogram.counts().size(); i++) {
            outline.add(Point.of(histogram.edges().get(i), histogram.counts().get(i)));
            outline.add(Point.of(histogram.edges().get(i + 1), histogram.counts().get(i)));
        }
        return new Series.Line("Steps", Series.Role.DATA, outline);
    }
}
