package etude.tuner.probe;

import etude.trainer.timing.Timing;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Measured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** One line per batch size; fields that do not apply are empty. */
final class ProbeCsv {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT
                    .builder()
                    .setRecordSeparator("\n")
                    .setHeader(
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
                            "detail")
                    .get();

    private ProbeCsv() {}

    static String of(ProbeResult probe) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            for (SizeResult row : probe.rows()) {
                if (row instanceof Measured measured) {
                    print(csv, measured);
                } else {
                    print(csv, (Failed) row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void print(CSVPrinter csv, Measured size) throws IOException {
        Timing timing = size.timing();
        csv.printRecord(
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

    private static void print(CSVPrinter csv, Failed size) throws IOException {
        Object[] fields = new Object[FORMAT.getHeader().length];
        Arrays.fill(fields, "");
        fields[0] = size.batchSize();
        fields[1] = size.failure().words();
        fields[fields.length - 1] = size.detail();
        csv.printRecord(fields);
    }
}
