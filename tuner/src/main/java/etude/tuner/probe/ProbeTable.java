package etude.tuner.probe;

import etude.trainer.timing.Timing;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.ByteSize;
import etude.tuner.text.Quantities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The results with a row per size: as text for people, and as the data behind it. */
record ProbeTable(ProbeReading reading) {
    private static final List<String> HEAD =
            List.of(
                    "BATCH SIZE",
                    "EXAMPLES/S",
                    "90 % INTERVAL",
                    "TIME PER STEP",
                    "DATA WAIT",
                    "PEAK MEMORY",
                    "OF LIMIT",
                    "DOUBLING",
                    "");

    private static final List<Column> PAGE =
            List.of(
                    Column.number("Batch size", ""),
                    Column.number("Throughput", "examples/s"),
                    Column.number("90 % interval", ""),
                    Column.number("Time per step", ""),
                    Column.number("Data wait", ""),
                    Column.number("Peak memory", ""),
                    Column.number("Of limit", ""),
                    Column.number("Doubling", ""),
                    Column.text(""));

    private static final List<Object> DATA =
            List.of(
                    "batch_size",
                    "state",
                    "examples_per_second",
                    "examples_per_second_low",
                    "examples_per_second_high",
                    "seconds_per_step",
                    "mean_seconds_per_step",
                    "processes",
                    "steps",
                    "warmup_steps",
                    "steady",
                    "data_wait_fraction",
                    "peak_resident_bytes",
                    "allocated_bytes",
                    "device_bytes",
                    "detail");

    /** For a terminal: a header, and one row per size. */
    List<List<String>> text() {
        List<List<String>> text = new ArrayList<>(List.of(HEAD));
        text.addAll(rows());
        return text;
    }

    /** For the page. */
    Section section() {
        return new Section.Table("All sizes", PAGE, rows());
    }

    /** One result in a few words. */
    static String line(ProbeResult probe, SizeResult result) {
        if (result instanceof Measured size) {
            return "%s examples/s, %s per step, %s"
                    .formatted(
                            Quantities.digits(size.throughput()),
                            Quantities.stepTime(size.timing().seconds().median()),
                            ByteSize.text(memory(probe, size)));
        }
        Failed failed = (Failed) result;
        return failed.failure().words() + ": " + failed.detail();
    }

    private List<List<String>> rows() {
        return reading.probe().rows().stream()
                .map(result -> result instanceof Measured size ? row(size) : row((Failed) result))
                .toList();
    }

    private List<String> row(Measured size) {
        ProbeResult probe = reading.probe();
        return List.of(
                Integer.toString(size.batchSize()),
                Quantities.digits(size.throughput()),
                "%s - %s"
                        .formatted(
                                Quantities.digits(size.lowThroughput()),
                                Quantities.digits(size.highThroughput())),
                Quantities.stepTime(size.timing().seconds().median()),
                Quantities.percent(size.timing().dataWait()),
                ByteSize.text(memory(probe, size)),
                probe.memory() == 0
                        ? ""
                        : Quantities.percent((double) probe.needed(size) / probe.memory()),
                reading.doublings().stream()
                        .filter(doubling -> doubling.to() == size.batchSize())
                        .map(doubling -> Quantities.times(doubling.ratio()))
                        .findFirst()
                        .orElse(""),
                mark(size.batchSize()));
    }

    private String mark(int size) {
        if (reading.thrashing().contains(size)) {
            return "thrashing";
        }
        return reading.recommended().orElse(0) == size ? "<- recommended" : "";
    }

    private static List<String> row(Failed failed) {
        List<String> row = new ArrayList<>(Collections.nCopies(HEAD.size(), ""));
        row.set(0, Integer.toString(failed.batchSize()));
        row.set(1, failed.failure().words());
        row.set(HEAD.size() - 1, failed.detail());
        return row;
    }

    /** What the process held at most, or what the engine holds on the GPU. */
    private static long memory(ProbeResult probe, Measured size) {
        return probe.setup().gpu() ? size.memory().device() : size.memory().peakResident();
    }

    /** For programs: the names of the fields and one row per size; what does not apply is empty. */
    static List<List<Object>> data(ProbeResult probe) {
        List<List<Object>> data = new ArrayList<>(List.of(DATA));
        for (SizeResult result : probe.rows()) {
            data.add(result instanceof Measured size ? data(size) : data((Failed) result));
        }
        return data;
    }

    private static List<Object> data(Measured size) {
        Timing timing = size.timing();
        return List.of(
                size.batchSize(),
                "measured",
                size.throughput(),
                size.lowThroughput(),
                size.highThroughput(),
                timing.seconds().median(),
                timing.meanSeconds(),
                size.processes(),
                timing.steps(),
                timing.warmupSteps(),
                timing.steady(),
                timing.dataWait(),
                size.memory().peakResident(),
                size.memory().allocated(),
                size.memory().device(),
                "");
    }

    private static List<Object> data(Failed failed) {
        List<Object> row = new ArrayList<>(Collections.nCopies(DATA.size(), ""));
        row.set(0, failed.batchSize());
        row.set(1, failed.failure().words());
        row.set(DATA.size() - 1, failed.detail());
        return row;
    }
}
