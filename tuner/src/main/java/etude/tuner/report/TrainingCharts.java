package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.plot.GradientNormPlot;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.Curve;
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

/** How the trials trained. */
record TrainingCharts(StudyData study, Analysis analysis) {
    private static final int BEST = 3;

    /** More points than pixels help nobody. */
    private static final int MOST_POINTS = 500;

    private List<TrialResult> best() {
        return analysis.results().best(BEST);
    }

    /** Every trial thin in the background, the best ones in front, their best steps starred. */
    Optional<Chart> curves() {
        String metric = study.design().objective().metric();
        List<Series.Curve> all = new ArrayList<>();
        for (TrialData trial : study.trials()) {
            Curve curve = Curve.of(trial.evaluations(), metric);
            if (curve.size() > 0) {
                all.add(curve(trial, curve));
            }
        }
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Series> series = new ArrayList<>();
        series.add(new Series.Curves("All trials", Series.Role.BACKGROUND, all));
        List<Point> stars = new ArrayList<>();
        for (TrialResult result : best()) {
            series.add(line("Trial %d".formatted(result.trial().number()), result, metric));
            analysis.results()
                    .objective(result.cost())
                    .ifPresent(
                            value ->
                                    stars.add(
                                            keyed(
                                                    Point.of((double) result.bestStep(), value),
                                                    result.trial())));
        }
        series.add(new Series.Scatter("Best step", Series.Role.BEST, stars));
        return Optional.of(
                new Chart(
                        PlotId.TRAINING_CURVES,
                        "Training curves",
                        "The objective of every trial, and of the best ones with the step that was"
                                + " chosen in retrospect.",
                        Axis.linear("Step", ""),
                        Objectives.perStep(study),
                        series));
    }

    private static Series.Curve curve(TrialData trial, Curve curve) {
        double[] x =
                IntStream.range(0, curve.size())
                        .mapToDouble(i -> (double) curve.steps()[i])
                        .toArray();
        return new Series.Curve(Integer.toString(trial.number()), x, curve.values());
    }

    private static Series line(String name, TrialResult result, String metric) {
        Curve curve = result.curve(metric);
        return new Series.Line(
                name,
                Series.Role.DATA,
                IntStream.range(0, curve.size())
                        .filter(i -> Double.isFinite(curve.values()[i]))
                        .mapToObj(
                                i ->
                                        keyed(
                                                Point.of(
                                                        (double) curve.steps()[i],
                                                        curve.values()[i]),
                                                result.trial()))
                        .toList());
    }

    private static Point keyed(Point point, TrialData trial) {
        return point.keyed(Integer.toString(trial.number()));
    }

    /** Training and validation loss of the best trials. */
    Optional<Chart> stepLoss() {
        List<Series> series = new ArrayList<>();
        for (TrialResult result : best().stream().limit(1).toList()) {
            series.add(line("train_evaluation/loss", result, "train_evaluation/loss"));
            series.add(line("validation/loss", result, "validation/loss"));
        }
        if (series.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Chart(
                        PlotId.STEP_LOSS,
                        "Training and validation loss of the best trial",
                        "Trial %d. Validation rising while training falls is overfitting."
                                .formatted(best().get(0).trial().number()),
                        Axis.linear("Step", ""),
                        Axis.linear("Loss", ""),
                        series));
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
                                    Axis.linear("Step", ""),
                                    Axis.powersOfTen("Gradient norm", ""),
                                    List.of(
                                            new Series.Line(
                                                    "Gradient norm",
                                                    Series.Role.DATA,
                                                    thinned(norms.trial()))),
                                    marks);
                        });
    }

    private Optional<GradientNormPlot> norms() {
        return analysis.plots().gradientNorms().stream().findFirst();
    }

    private List<Point> thinned(int trial) {
        float[] norms =
                study.trials().stream()
                        .filter(t -> t.number() == trial)
                        .findFirst()
                        .orElseThrow()
                        .steps()
                        .gradientNorm();
        int stride = Math.max(1, norms.length / MOST_POINTS);
        List<Point> points = new ArrayList<>();
        for (int from = 0; from < norms.length; from += stride) {
            double largest = 0;
            for (int i = from; i < Math.min(norms.length, from + stride); i++) {
                largest = Math.max(largest, Float.isFinite(norms[i]) ? norms[i] : 0);
            }
            if (largest > 0) {
                points.add(Point.of(from + 1, largest));
            }
        }
        return points;
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

    Optional<Chart> bestSteps() {
        Histogram histogram = analysis.plots().bestSteps().histogram();
        if (histogram.counts().stream().allMatch(count -> count == 0)) {
            return Optional.empty();
        }
        List<Point> bars = new ArrayList<>();
        for (int i = 0; i < histogram.counts().size(); i++) {
            double middle = 100 * (histogram.edges().get(i) + histogram.edges().get(i + 1)) / 2;
            bars.add(Point.of(middle, histogram.counts().get(i)));
        }
        return Optional.of(
                new Chart(
                        PlotId.BEST_STEPS,
                        "Where the best step falls",
                        "Feasible trials by the step that was chosen in retrospect.",
                        Axis.linear("Best step", "% of training"),
                        Axis.linear("Trials", ""),
                        List.of(new Series.Bar("Trials", bars))));
    }

    Optional<Chart> throughput() {
        List<Point> points = new ArrayList<>();
        for (TrialData trial : study.trials()) {
            trial.run()
                    .examplesPerSecond()
                    .ifPresent(rate -> points.add(keyed(Point.of(trial.number(), rate), trial)));
        }
        if (points.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Chart(
                        PlotId.THROUGHPUT,
                        "Throughput",
                        "Examples per second of each trial.",
                        Axis.linear("Trial", ""),
                        Axis.linear("Throughput", "examples/s"),
                        List.of(new Series.Scatter("Trials", Series.Role.DATA, points))));
    }
}
