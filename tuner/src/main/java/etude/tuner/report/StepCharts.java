package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.plot.GradientNormPlot;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.TrialResult;
import etude.tuner.analysis.statistics.Histogram;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What every step of the best trials did, also between evaluations. */
record StepCharts(StudyData study, Analysis analysis) {
    private static final int BEST = 3;

    /** Training loss of every step: spikes that evaluations miss. */
    Optional<Chart> loss() {
        List<Series> series = new ArrayList<>();
        for (TrialResult result : analysis.results().best(BEST)) {
            List<Point> points = largest(result.trial().steps().loss());
            if (!points.isEmpty()) {
                String key = Integer.toString(result.trial().number());
                series.add(
                        new Series.Line(
                                "Trial " + key,
                                Series.Role.DATA,
                                points.stream().map(point -> point.keyed(key)).toList()));
            }
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Chart(
                        PlotId.STEP_LOSS,
                        "Training loss of every step",
                        "The best trials, the largest loss of neighbouring steps, so that no spike"
                                + " is lost.",
                        Axis.whole("Step", ""),
                        Axis.powersOfTen("Training loss", ""),
                        series));
    }

    /** Only positive ones: the axis is logarithmic. */
    private static List<Point> largest(float[] values) {
        double[] steps = IntStream.rangeClosed(1, values.length).asDoubleStream().toArray();
        double[] doubles = IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
        return Thinned.largest(steps, doubles).stream().filter(point -> point.y() > 0).toList();
    }

    /**
     * Gradient norm of every step of the best trial, thinned by taking the largest of neighbours.
     */
    Optional<Chart> gradientNorm() {
        return norms().map(
                        norms -> {
                            List<Mark> marks = new ArrayList<>();
                            marks.add(Mark.y(norms.percentile90(), "90 %"));
                            norms.threshold()
                                    .ifPresent(at -> marks.add(Mark.y(at, "clipped above")));
                            return new Chart(
                                    PlotId.GRADIENT_NORM,
                                    "Gradient norm of the best trial",
                                    "Unclipped, largest of neighbouring steps. Median %.3g, 99 %% below %.3g."
                                            .formatted(norms.median(), norms.percentile99()),
                                    Axis.whole("Step", ""),
                                    Axis.powersOfTen("Gradient norm", ""),
                                    List.of(
                                            new Series.Line(
                                                    "Gradient norm",
                                                    Series.Role.DATA,
                                                    largest(gradientNorm(norms.trial())))),
                                    marks);
                        });
    }

    private Optional<GradientNormPlot> norms() {
        return analysis.plots().gradientNorms().stream().findFirst();
    }

    private float[] gradientNorm(int trial) {
        return study.trials().stream()
                .filter(t -> t.number() == trial)
                .findFirst()
                .map(TrialData::steps)
                .orElseThrow()
                .gradientNorm();
    }

    Optional<Chart> gradientHistogram() {
        return norms().map(GradientNormPlot::histogram)
                .filter(histogram -> !histogram.counts().isEmpty())
                .map(
                        histogram ->
                                new Chart(
                                        "gradient-norm-histogram",
                                        "Histogram of the gradient norm",
                                        "Steps of the best trial, by gradient norm.",
                                        Axis.powersOfTen("Gradient norm", ""),
                                        Axis.linear("Steps", ""),
                                        List.of(line(histogram))));
    }

    /** Bars need evenly spaced positions; the outline of a histogram does not. */
    private static Series line(Histogram histogram) {
        List<Point> outline = new ArrayList<>();
        for (int i = 0; i < histogram.counts().size(); i++) {
            outline.add(Point.of(histogram.edges().get(i), histogram.counts().get(i)));
            outline.add(Point.of(histogram.edges().get(i + 1), histogram.counts().get(i)));
        }
        return new Series.Line("Steps", Series.Role.DATA, outline);
    }
}
