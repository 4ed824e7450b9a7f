package etude.tuner.probe;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import etude.tuner.page.Page;
import etude.tuner.page.Section;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.Shell;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The page of a probe: the reading, two plots, every size. */
final class ProbePage {
    private static final double MILLISECONDS = 1e3;

    private final ProbeResult probe;
    private final ProbeReading reading;

    private ProbePage(ProbeReading reading) {
        this.reading = reading;
        probe = reading.probe();
    }

    static Page of(ProbeReading reading) {
        return new ProbePage(reading).page();
    }

    private Page page() {
        List<String> sentences = reading.sentences();
        String lead = sentences.isEmpty() ? "No size was measured." : sentences.get(0);
        return new Page(
                "Probe of " + probe.name(),
                lead,
                List.of(
                        new Section.Charts("Throughput", List.of(throughput(), time())),
                        new Section.Notes(
                                "Reading",
                                sentences.subList(Math.min(1, sentences.size()), sentences.size())),
                        new ProbeTable(reading).section(),
                        new Section.Notes("How this was measured", method())),
                new Page.Footer(
                        List.of(
                                probe.key().machine(),
                                probe.setup().device(),
                                probe.setup().engine()),
                        Shell.command(probe.command())));
    }

    private Chart throughput() {
        return new Chart(
                "throughput",
                probe.mode() == ProbeMode.TRAINING
                        ? "Training throughput"
                        : "Evaluation throughput",
                "Median and 90 % interval. The dashed line doubles with the batch size.",
                Axis.powersOfTwo("Batch size", ""),
                Axis.powersOfTen("Throughput", "examples/s"),
                series(
                        Measured::throughput,
                        Measured::lowThroughput,
                        Measured::highThroughput,
                        (first, size) -> first.throughput() * size.batchSize() / first.batchSize()),
                marks());
    }

    private Chart time() {
        return new Chart(
                "time-per-step",
                "Time per step",
                "Median and 90 % interval. The dashed line stays as it is, as it would on a device"
                        + " with room.",
                Axis.powersOfTwo("Batch size", ""),
                Axis.powersOfTen("Time per step", "ms"),
                series(
                        size -> MILLISECONDS * size.timing().seconds().median(),
                        size -> MILLISECONDS * size.timing().seconds().low(),
                        size -> MILLISECONDS * size.timing().seconds().high(),
                        (first, size) -> MILLISECONDS * first.timing().seconds().median()),
                marks());
    }

    private interface Ideal {
        double at(Measured first, Measured size);
    }

    private List<Series> series(
            ToDoubleFunction<Measured> value,
            ToDoubleFunction<Measured> low,
            ToDoubleFunction<Measured> high,
            Ideal ideal) {
        List<Point> measured = new ArrayList<>();
        List<Point> scaled = new ArrayList<>();
        List<Series.Failure> failures = new ArrayList<>();
        List<Measured> first = new ArrayList<>(1);
        for (SizeResult row : probe.rows()) {
            if (row instanceof Measured size) {
                if (first.isEmpty()) {
                    first.add(size);
                }
                measured.add(
                        Point.of(size.batchSize(), value.applyAsDouble(size))
                                .between(low.applyAsDouble(size), high.applyAsDouble(size)));
                scaled.add(Point.of(size.batchSize(), ideal.at(first.get(0), size)));
            } else {
                Failed failed = (Failed) row;
                failures.add(
                        new Series.Failure(
                                failed.batchSize(),
                                failed.failure().words() + ": " + failed.detail(),
                                ""));
            }
        }
        List<Series> series = new ArrayList<>();
        series.add(new Series.Line("Perfect scaling", Series.Role.REFERENCE, scaled));
        series.add(new Series.Line("Measured", Series.Role.DATA, measured));
        if (!failures.isEmpty()) {
            series.add(new Series.Failed("Failed", failures));
        }
        return series;
    }

    private List<Mark> marks() {
        return reading.recommended().stream()
                .mapToObj(size -> Mark.x(size, "recommended"))
                .toList();
    }

    private List<String> method() {
        List<String> method = new ArrayList<>(usualMethod());
        if (!probe.confirmations().isEmpty()) {
            method.add(
                    "A size is recommended on a GPU once one more process has trained it for %d steps between two evaluations."
                            .formatted(Probe.CONFIRMING_STEPS));
        }
        return method;
    }

    private List<String> usualMethod() {
        return List.of(
                probe.mode() == ProbeMode.TRAINING
                        ? "Each size ran in a process of its own: data pipeline, forward, backward, clipping, optimizer, Polyak average, and one evaluation batch."
                        : "Each size ran in a process of its own: data pipeline and forward pass of evaluation.",
                "Steps were timed once their time was steady, in blocks of at least 0.1 s, until the 90 % interval of the median was 5 % wide or time was up.",
                "A process keeps its pace for life, and some are slow: a size that was slower than half of it, or more than twice as fast, was measured in a second process, and the faster result counts.",
                "Doubling is the throughput over that at half the size: 2 is perfect scaling, 1 is none.");
    }
}
