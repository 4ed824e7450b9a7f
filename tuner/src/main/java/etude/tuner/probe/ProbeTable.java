package etude.tuner.probe;

import etude.tuner.probe.Reading.Doubling;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Measured;
import etude.tuner.text.ByteSize;
import java.util.ArrayList;
import java.util.List;

/** The results as rows of text. */
public final class ProbeTable {
    private ProbeTable() {}

    /** A header, and one row per size. */
    public static List<List<String>> rows(ProbeResult probe, Reading reading) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "BATCH SIZE",
                        "EXAMPLES/S",
                        "90 % INTERVAL",
                        "TIME PER STEP",
                        "DATA WAIT",
                        "PEAK MEMORY",
                        "OF LIMIT",
                        "DOUBLING",
                        ""));
        for (SizeResult row : probe.rows()) {
            rows.add(
                    row instanceof Measured measured
                            ? row(probe, reading, measured)
                            : row((Failed) row));
        }
        return rows;
    }

    /** One result in a few words. */
    public static String line(ProbeResult probe, SizeResult result) {
        if (result instanceof Measured size) {
            return "%s examples/s, %s per step, %s"
                    .formatted(
                            Quantities.rate(size.throughput()),
                            Quantities.seconds(size.timing().seconds().median()),
                            ByteSize.text(memory(probe, size)));
        }
        Failed failed = (Failed) result;
        return failed.failure().words() + ": " + failed.detail();
    }

    private static List<String> row(ProbeResult probe, Reading reading, Measured size) {
        return List.of(
                Integer.toString(size.batchSize()),
                Quantities.rate(size.throughput()),
                "%s - %s"
                        .formatted(
                                Quantities.rate(size.lowThroughput()),
                                Quantities.rate(size.highThroughput())),
                Quantities.seconds(size.timing().seconds().median()),
                Quantities.percent(size.timing().dataWait()),
                ByteSize.text(memory(probe, size)),
                probe.memory() == 0
                        ? ""
                        : Quantities.percent((double) probe.needed(size) / probe.memory()),
                reading.doublings().stream()
                        .filter(doubling -> doubling.to() == size.batchSize())
                        .map(Doubling::ratio)
                        .map(Quantities::times)
                        .findFirst()
                        .orElse(""),
                mark(reading, size.batchSize()));
    }

    private static String mark(Reading reading, int size) {
        if (reading.thrashing().contains(size)) {
            return "thrashing";
        }
        return reading.recommended().orElse(0) == size ? "<- recommended" : "";
    }

    private static List<String> row(Failed failed) {
        return List.of(
                Integer.toString(failed.batchSize()),
                failed.failure().words(),
                "",
                "",
                "",
                "",
                "",
                "",
                failed.detail());
    }

    /** What the process held at most, or what the engine holds on the GPU. */
    private static long memory(ProbeResult probe, Measured size) {
        return probe.setup().gpu() ? size.memory().device() : size.memory().peakResident();
    }
}
