package etude.tuner.page;

import etude.tuner.chart.Axis;
import etude.tuner.chart.Chart;
import etude.tuner.chart.Mark;
import etude.tuner.chart.Point;
import etude.tuner.chart.Series;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** A page such as a probe writes: sizes 1 to 1,024 measured, two larger ones that did not fit. */
final class ProbePage {
    private static final double[] RATES = {
        61, 118, 231, 442, 829, 1497, 2471, 3568, 4404, 4903, 5011
    };

    private ProbePage() {}

    static Page page() {
        return page("Probe of cifar10-resnet20");
    }

    static Page page(String title) {
        return new Page(
                title,
                "Use batch size 256: throughput stops rising there, and it needs 31 % of the memory"
                        + " that the largest size which fits would.",
                List.of(verdicts(), new Section.Charts("Throughput", charts()), table(), notes()),
                new Page.Footer(
                        List.of("etude 0.1.0", "PyTorch 2.7.1", "2 CPU threads"),
                        "etude probe configs/train/cifar10-resnet20.yaml --memory-limit 2GiB"));
    }

    static List<Chart> charts() {
        Axis size = Axis.powersOfTwo("Batch size", "");
        List<Series.Failure> failures =
                List.of(
                        new Series.Failure(2048, "2.31 GiB needed, the limit is 2 GiB", ""),
                        new Series.Failure(4096, "ended at the limit of 2 GiB", ""));
        Series.Failed failed = new Series.Failed("Did not fit", failures);
        return List.of(
                new Chart(
                        "throughput",
                        "Training throughput",
                        "Each doubling of the batch size up to 32 nearly doubles the throughput;"
                                + " beyond 256 it hardly rises. Whiskers: 90 % intervals.",
                        size,
                        Axis.powersOfTen("Throughput", "examples/s"),
                        List.of(ideal(i -> RATES[0] * (1 << i)), line(i -> RATES[i]), failed),
                        List.of(Mark.x(256, "recommended"))),
                new Chart(
                        "time-per-step",
                        "Time per step",
                        "Constant while the processor has room; in proportion to the batch size"
                                + " once it has none. Whiskers: 90 % intervals.",
                        size,
                        Axis.powersOfTen("Time per step", "ms"),
                        List.of(
                                ideal(i -> 1000 / RATES[0]),
                                line(i -> 1000 * (1 << i) / RATES[i]),
                                failed),
                        List.of(Mark.x(256, "recommended"))));
    }

    private static Series ideal(IntToDoubleFunction value) {
        return new Series.Line("Ideal scaling", Series.Role.REFERENCE, points(value));
    }

    private static Series line(IntToDoubleFunction value) {
        List<Point> points =
                points(value).stream()
                        .map(p -> p.between(p.y() * (p.x() < 8 ? 0.8 : 0.95), p.y() * 1.06))
                        .toList();
        return new Series.Line("Measured (median)", Series.Role.DATA, points);
    }

    private static List<Point> points(IntToDoubleFunction value) {
        return IntStream.range(0, RATES.length)
                .mapToObj(i -> Point.of(1 << i, value.applyAsDouble(i)))
                .toList();
    }

    private static Section verdicts() {
        Optional<VerdictCard.Evidence> seen =
                Optional.of(new VerdictCard.Evidence("See the plot", "throughput"));
        return new Section.Verdicts(
                "Findings",
                List.of(
                        new VerdictCard(
                                VerdictCard.Standing.GOOD,
                                "Does throughput scale?",
                                "Nearly perfectly up to 32 (1.9 times per doubling).",
                                seen,
                                ""),
                        new VerdictCard(
                                VerdictCard.Standing.ATTENTION,
                                "Which is the largest useful size?",
                                "256. Size 1,024 fits, but is only 14 % faster per example.",
                                seen,
                                "Do not use larger than 256 even though 1,024 fits."),
                        new VerdictCard(
                                VerdictCard.Standing.PROBLEM,
                                "Does the loop wait for data?",
                                "Yes: 38 % of the time at size 1,024.",
                                Optional.empty(),
                                "Fix the pipeline first: more workers, or a cache."),
                        new VerdictCard(
                                VerdictCard.Standing.OPEN,
                                "Is 256 the critical batch size?",
                                "Not measured.",
                                Optional.empty(),
                                "Run with --compare-steps-to-target.")));
    }

    private static Section table() {
        List<List<String>> rows =
                IntStream.range(0, RATES.length)
                        .mapToObj(
                                i ->
                                        List.of(
                                                "%,d".formatted(1 << i),
                                                String.format(Locale.ROOT, "%,.0f", RATES[i]),
                                                String.format(
                                                        Locale.ROOT,
                                                        "%,.1f",
                                                        1000 * (1 << i) / RATES[i]),
                                                Integer.toString(3 * i),
                                                i == 8 ? "recommended" : "fits"))
                        .toList();
        return new Section.Table(
                "All sizes",
                List.of(
                        Section.Column.number("Batch size", ""),
                        Section.Column.number("Throughput", "examples/s"),
                        Section.Column.number("Time per step", "ms"),
                        Section.Column.number("Waiting for data", "%"),
                        Section.Column.text("Reading")),
                rows);
    }

    private static Section notes() {
        return new Section.Notes(
                "Notes",
                List.of(
                        "Tune learning rate, momentum and regularisation again when the batch size"
                                + " changes: their best values depend on it."));
    }
}
