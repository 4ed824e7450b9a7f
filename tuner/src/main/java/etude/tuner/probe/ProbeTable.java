package etude.tuner.probe;

import etude.trainer.timing.Timing;
import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.ByteSize;
import etude.tuner.text.Quantities;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The results with a row per size: as text for people, and as the data behind it. */
record ProbeTable(ProbeReading reading) {
    private static final List<Table.Column> TEXT =
            List.of(
                    Table.Column.of("SIZE"),
                    Table.Column.of("EXAMPLES/S"),
                    Table.Column.of("90 % INTERVAL").rank(2),
                    Table.Column.of("STEP").rank(1),
                    Table.Column.of("WAIT").rank(5),
                    Table.Column.of("MEMORY"),
                    Table.Column.of("OF LIMIT").rank(4),
                    Table.Column.of("DOUBLING").rank(3),
                    Table.Column.of("").cutTo(11));

    private static final List<Column> PAGE =
            List.of(
                    Column.number("Batch size", ""),
                    Column.number("Throughput", "examples/s"),
                    Column.number("90 % interval", ""),
                    Column.number("Time per step", ""),
                    Column.number("Data wait", ""),
                    Column.number("Memory", ""),
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

    /** For a terminal. */
    Table text() {
        Table table = new Table(TEXT);
        rows().forEach(row -> table.row(row.toArray(String[]::new)));
        return table;
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
                            memory(probe, size));
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
                memory(probe, size),
                probe.memory() == 0 || probe.needed(size) == 0
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
        return reading.recommended().orElse(0) == size ? "recommended" : "";
    }

    private static List<String> row(Failed failed) {
        List<String> row = new ArrayList<>(Collections.nCopies(PAGE.size(), ""));
        row.set(0, Integer.toString(failed.batchSize()));
        row.set(PAGE.size() - 1, failed.failure().words() + ": " + failed.detail());
        return row;
    }

    /** What the limit counts; a dash where the system does not say. */
    private static String memory(ProbeResult probe, Measured size) {
        long needed = probe.needed(size);
        return needed == 0 ? "-" : ByteSize.text(needed);
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
