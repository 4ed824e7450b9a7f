package etude.tuner.report;

import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How fast the trials trained.
 *
 * @param logged what the best trials logged while they trained, by their number, best first
 */
record SpeedCharts(StudyRecord study, Map<Integer, List<Measurement>> logged) {
    Optional<Chart> throughput() {
        List<Point> points = new ArrayList<>();
        for (TrialRecord trial : study.trials()) {
            trial.examplesPerSecond().ifPresent(rate -> points.add(keyed(trial.number(), rate)));
        }
        if (points.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Chart(
                        PlotId.THROUGHPUT,
                        "Throughput of each trial",
                        "Examples per second over the whole run.",
                        Axis.whole("Trial", ""),
                        Axis.linear("Throughput", "examples/s"),
                        List.of(new Series.Scatter("Trials", Series.Role.DATA, points))));
    }

    private static Point keyed(int trial, double rate) {
        String key = Integer.toString(trial);
        return Point.of(trial, rate).noted("trial " + key).keyed(key);
    }

    /** Examples per second against step: a machine that others use, a pipeline that tires. */
    Optional<Chart> throughputOverTime() {
        return overTime(
                "throughput-over-time",
                "Throughput over time",
                "Examples per second of the best trials, between two lines of the log.",
                Axis.linear("Throughput", "examples/s"),
                "examples_per_second");
    }

    /** Whether training waited for data, and when. */
    Optional<Chart> dataWaitOverTime() {
        return overTime(
                "data-wait-over-time",
                "Waiting for data over time",
                "The share of training time in which the best trials waited for the next batch."
                        + " Near 0 the input pipeline keeps up.",
                Axis.linear("Share of the time", "").inPercent(),
                "data_wait_fraction");
    }

    private Optional<Chart> overTime(
            String id, String title, String description, Axis y, String metric) {
        List<Series> series = new ArrayList<>();
        logged.forEach(
                (trial, measurements) -> {
                    List<Point> points = points(trial, measurements, metric);
                    if (!points.isEmpty()) {
                        series.add(new Series.Line("Trial " + trial, Series.Role.DATA, points));
                    }
                });
        return Chart.drawn(id, title, description, Axis.whole("Step", ""), y, series);
    }

    private static List<Point> points(int trial, List<Measurement> measurements, String metric) {
        return Thinned.mean(measurements, metric).stream()
                .map(point -> point.keyed(Integer.toString(trial)))
                .toList();
    }
}
