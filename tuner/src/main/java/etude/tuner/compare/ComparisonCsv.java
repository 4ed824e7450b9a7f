package etude.tuner.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** One line per batch size; fields that are not known are empty. */
final class ComparisonCsv {
    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT
                    .builder()
                    .setRecordSeparator("\n")
                    .setHeader(
                            "batch_size",
                            "trials",
                            "trials_that_reached",
                            "best_trial",
                            "best_learning_rate",
                            "learning_rate_edge",
                            "steps",
                            "steps_above",
                            "examples",
                            "seconds_per_step",
                            "seconds",
                            "probe_seconds_per_step",
                            "probe_seconds",
                            "device_seconds")
                    .get();

    private ComparisonCsv() {}

    static String of(Comparison comparison) {
        StringBuilder text = new StringBuilder();
        try (CSVPrinter csv = new CSVPrinter(text, FORMAT)) {
            for (SizeSteps size : comparison.sizes()) {
                csv.printRecord(
                        size.batchSize(),
                        size.trials().size(),
                        size.reachedBy(comparison.setup().target()),
                        cell(size.best().map(TrialResult::trial)),
                        cell(size.best().map(TrialResult::learningRate)),
                        cell(size.edge().map(edge -> edge.name().toLowerCase(Locale.ROOT))),
                        cell(size.steps()),
                        cell(size.reached().map(TrialResult.Reached::after)),
                        cell(size.examples()),
                        cell(
                                size.best()
                                        .map(TrialResult::secondsPerStep)
                                        .orElse(OptionalDouble.empty())),
                        cell(size.seconds()),
                        cell(size.probed()),
                        cell(size.probedSeconds()),
                        cell(size.deviceSeconds()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Object cell(Optional<?> value) {
        return value.isPresent() ? value.get() : "";
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : "";
    }
}
