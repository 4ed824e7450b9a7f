package etude.tuner.report;

import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.Curve;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.statistics.Histogram;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Choices;
import etude.tuner.chart.Figure;
import etude.tuner.chart.Point;
import etude.tuner.chart.SelectedCurves;
import etude.tuner.chart.Series;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** How the trials trained, as their evaluations saw it: any trial by a click. */
record TrainingCharts(StudyRecord study, Analysis analysis) {
    private static final String VALIDATION = "validation/";

    /**
     * The objective with all trials in the background, then loss, bits per byte and error rate
     * where measured.
     */
    List<Figure> curves() {
        String objective = study.outline().objective().metric();
        Set<String> metrics = new LinkedHashSet<>(List.of(objective));
        metrics.addAll(
                List.of("validation/loss", "validation/bits_per_byte", "validation/error_rate"));
        List<Figure> figures = new ArrayList<>();
        for (String metric : metrics) {
            List<Series.Curves> measures = measures(metric);
            if (!measures.isEmpty()) {
                figures.add(figure(metric, measures, metric.equals(objective)));
            }
        }
        return figures;
    }

    /** On the validation set, then on the training examples. */
    private List<Series.Curves> measures(String metric) {
        List<Series.Curves> measures = new ArrayList<>();
        measures.add(measure(metric));
        if (metric.startsWith(VALIDATION)) {
            measures.add(measure(metric.replace(VALIDATION, "train_evaluation/")));
        }
        measures.removeIf(measure -> measure.curves().isEmpty());
        return measures;
    }

    private Series.Curves measure(String metric) {
        List<Series.Curve> curves = new ArrayList<>();
        for (TrialRecord trial : study.trials()) {
            Curve curve = Curve.of(trial.evaluations(), metric);
            if (curve.size() > 0) {
                double[] steps = LongStream.of(curve.steps()).asDoubleStream().toArray();
                curves.add(new Series.Curve(key(trial), steps, curve.values()));
            }
        }
        return new Series.Curves(metric, Series.Role.DATA, curves);
    }

    private SelectedCurves figure(
            String metric, List<Series.Curves> measures, boolean isObjective) {
        String quantity = metric.substring(metric.indexOf('/') + 1).replace('_', ' ');
        String both = measures.size() > 1 ? "Training and validation " : "Validation ";
        return new SelectedCurves(
                isObjective ? PlotId.TRAINING_CURVES : PlotId.curves(metric),
                metric.startsWith(VALIDATION) ? both + quantity : metric,
                "The best trials, or those that are selected, with the checkpoint chosen in"
                        + " retrospect. "
                        + (isObjective
                                ? "All others behind; click one to select it."
                                : "Validation rising while training falls is overfitting."),
                Axis.whole("Step", ""),
                ReportCharts.measured(axis(quantity, measures), metric),
                measures,
                new Series.Scatter("Best checkpoint", Series.Role.BEST, chosen(metric)),
                isObjective,
                analysis.results().best(analysis.thresholds().bestTrials()).stream()
                        .map(best -> key(best.trial()))
                        .toList(),
                Choices.time(TrainingClock.of(study.trials())));
    }

    /** What falls by more than a factor of ten is squeezed to a line on an even axis. */
    private static Axis axis(String quantity, List<Series.Curves> measures) {
        DoubleSummaryStatistics values =
                measures.stream()
                        .flatMap(measure -> measure.curves().stream())
                        .flatMapToDouble(curve -> Arrays.stream(curve.y()))
                        .summaryStatistics();
        return values.getMin() > 0 && values.getMax() > 10 * values.getMin()
                ? Axis.powersOfTen(quantity, "")
                : Axis.linear(quantity, "");
    }

    /** Where each trial was best by the objective, on the curve of the metric. */
    private List<Point> chosen(String metric) {
        List<Point> points = new ArrayList<>();
        for (FeasibleTrial result : analysis.results().feasible()) {
            result.curve(metric)
                    .at(result.bestStep())
                    .ifPresent(
                            value ->
                                    points.add(
                                            Point.of((double) result.bestStep(), value)
                                                    .keyed(key(result.trial()))));
        }
        return points;
    }

    private static String key(TrialRecord trial) {
        return Integer.toString(trial.number());
    }

    Optional<Chart> bestSteps() {
        Histogram histogram = analysis.plots().bestSteps();
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
}
