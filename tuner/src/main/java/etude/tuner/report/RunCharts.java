package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.trainer.run.RunRecord;
import etude.tuner.analysis.plot.GradientNormPlot;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Choices;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.TrialRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;

/** How one run trained. */
record RunCharts(RunRecord run) {
    private static final String LOSS = "loss";

    /** On what each metric is measured, the training sample first. */
    private static final List<String> SPLITS = List.of("train_evaluation/", "validation/");

    /** A linear axis shows nothing of values so many times smaller than its largest. */
    private static final double WIDE = 20;

    List<Chart> all() {
        List<Chart> charts = new ArrayList<>();
        kinds().forEach(kind -> curves(kind).ifPresent(charts::add));
        GradientNormPlot.of(TrialRecord.of(run))
                .ifPresent(
                        plot ->
                                charts.addAll(
                                        new GradientNormCharts(
                                                        plot,
                                                        run.steps().gradientNorms(),
                                                        "the run")
                                                .all()));
        metric(
                        "learning_rate",
                        "learning-rate",
                        "Learning rate",
                        "As the schedule has it, warmup included.",
                        Axis.linear("Learning rate", ""))
                .ifPresent(charts::add);
        metric(
                        "examples_per_second",
                        PlotId.THROUGHPUT,
                        "Throughput",
                        "Between log lines; evaluation and checkpoints are not counted.",
                        Axis.linear("Throughput", "examples/s"))
                .ifPresent(charts::add);
        metric(
                        "data_wait_fraction",
                        "data-wait",
                        "Waiting for data",
                        "Share of the time of training in which the next batch was not ready.",
                        Axis.linear("Share of the time", "").inPercent())
                .ifPresent(charts::add);
        return charts;
    }

    /**
     * The chart that shows what a verdict names; for a run, the best step is in its curves, and a
     * run without an error rate has those of its loss only.
     */
    static Optional<Chart> find(List<Chart> charts, String id) {
        List<String> shown =
                id.equals(PlotId.TRAINING_CURVES) || id.equals(PlotId.BEST_STEPS)
                        ? List.of(PlotId.TRAINING_CURVES, PlotId.STEP_LOSS)
                        : List.of(id);
        return shown.stream()
                .flatMap(wanted -> charts.stream().filter(chart -> chart.id().equals(wanted)))
                .findFirst();
    }

    /**
     * What evaluations measure: {@code error_rate}, {@code loss} and so on, the objective first.
     */
    private Set<String> kinds() {
        Set<String> kinds = new LinkedHashSet<>();
        String objective = run.ranking().metric();
        kinds.add(objective.substring(objective.indexOf('/') + 1));
        for (Measurement measurement : run.measurements()) {
            for (String name : measurement.metrics().keySet()) {
                SPLITS.stream()
                        .filter(name::startsWith)
                        .forEach(split -> kinds.add(name.substring(split.length())));
            }
        }
        return kinds;
    }

    private Optional<Chart> curves(String kind) {
        List<Series> series = new ArrayList<>();
        if (kind.equals(LOSS)) {
            series.addAll(everyStep());
        }
        SPLITS.forEach(split -> add(series, split + kind, Series.Role.DATA, points(split + kind)));
        if (series.isEmpty()) {
            return Optional.empty();
        }
        List<Point> stars = star(kind);
        if (!stars.isEmpty()) {
            series.add(new Series.Scatter("Best step", Series.Role.BEST, stars));
        }
        String words = kind.replace('_', ' ');
        String title = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        List<Choices.Clock> clocks = TrainingClock.of(run.facts(), run.measurements());
        return Optional.of(
                new Chart(
                                id(kind),
                                title,
                                description(kind, series),
                                Axis.linear("Step", ""),
                                ReportCharts.measured(axis(kind, title, series), kind),
                                series)
                        .offering(new Choices(kind.equals(LOSS), true, clocks)));
    }

    /** What is minimized: of every step where the run kept that, else between log lines. */
    private List<Series> everyStep() {
        float[] losses = run.steps().losses();
        if (losses.length > 0) {
            return List.of(Thinned.trace("train/loss", Series.Role.BACKGROUND, "", losses));
        }
        List<Series> lines = new ArrayList<>();
        add(lines, "train/loss", Series.Role.BACKGROUND, points("train/loss"));
        return lines;
    }

    /** The late part of a loss is flat beside a high start, unless it is drawn by ratios. */
    private static Axis axis(String kind, String title, List<Series> series) {
        DoubleSummaryStatistics values =
                series.stream().flatMapToDouble(RunCharts::heights).summaryStatistics();
        boolean wide = values.getMin() > 0 && values.getMax() > WIDE * values.getMin();
        return kind.equals(LOSS) && wide ? Axis.powersOfTen(title, "") : Axis.linear(title, "");
    }

    private static DoubleStream heights(Series series) {
        return series instanceof Series.Line line
                ? line.points().stream().mapToDouble(Point::y)
                : series instanceof Series.Trace trace
                        ? Arrays.stream(trace.mean()).filter(Double::isFinite)
                        : DoubleStream.empty();
    }

    private static void add(
            List<Series> series, String name, Series.Role role, List<Point> points) {
        if (!points.isEmpty()) {
            series.add(new Series.Line(name, role, points));
        }
    }

    private String id(String kind) {
        if (kind.equals(LOSS)) {
            return PlotId.STEP_LOSS;
        }
        return kind.equals(kinds().iterator().next())
                ? PlotId.TRAINING_CURVES
                : PlotId.curves(kind);
    }

    private static String description(String kind, List<Series> series) {
        String both =
                "On the validation examples and on a fixed sample of training examples, in evaluation mode.";
        return kind.equals(LOSS)
                ? both
                        + " train/loss is what is minimized"
                        + (series.stream().anyMatch(Series.Trace.class::isInstance)
                                ? ", at each step. " + Thinned.explanation(series)
                                : ", between log lines.")
                        + " Validation rising while training falls is overfitting."
                : both;
    }

    /** The best step, on the curve of validation where there is one. */
    private List<Point> star(String kind) {
        return run.best().stream()
                .flatMap(
                        best ->
                                SPLITS.stream()
                                        .map(
                                                split ->
                                                        best.metrics()
                                                                .getOrDefault(
                                                                        split + kind, Double.NaN))
                                        .filter(Double::isFinite)
                                        .reduce((training, validation) -> validation)
                                        .map(value -> Point.of((double) best.step(), value))
                                        .stream())
                .toList();
    }

    private Optional<Chart> metric(
            String metric, String id, String title, String description, Axis y) {
        List<Series> series = new ArrayList<>();
        add(series, title, Series.Role.DATA, points(metric));
        return Chart.drawn(id, title, description, Axis.linear("Step", ""), y, series);
    }

    private List<Point> points(String metric) {
        return Thinned.mean(run.measurements(), metric);
    }
}
