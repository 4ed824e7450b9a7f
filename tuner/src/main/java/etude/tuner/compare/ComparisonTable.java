package etude.tuner.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A comparison as rows of text. */
public final class ComparisonTable {
    private ComparisonTable() {}

    /** A header, and one row per size. */
    public static List<List<String>> rows(Comparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(
                List.of(
                        "BATCH SIZE",
                        "LEARNING RATE",
                        "STEPS",
                        "PER DOUBLING",
                        "EXAMPLES",
                        "SECONDS",
                        "BY PROBE",
                        "DEVICE-SECONDS",
                        "REACHED",
                        ""));
        comparison.sizes().forEach(size -> rows.add(row(comparison, size)));
        return rows;
    }

    private static List<String> row(Comparison comparison, SizeSteps size) {
        return List.of(
                Integer.toString(size.batchSize()),
                size.best().map(trial -> Words.number(trial.learningRate())).orElse(""),
                size.steps().map("%,d"::formatted).orElse("-"),
                comparison.scalings().stream()
                        .filter(scaling -> scaling.to() == size.batchSize())
                        .map(scaling -> Words.times(scaling.ratio()))
                        .findFirst()
                        .orElse(""),
                size.examples().map("%,d"::formatted).orElse("-"),
                number(size.seconds()),
                number(size.probedSeconds()),
                number(size.deviceSeconds()),
                "%d of %d"
                        .formatted(
                                size.reachedBy(comparison.setup().target()), size.trials().size()),
                remark(comparison, size));
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? Words.number(value.getAsDouble()) : "";
    }

    private static String remark(Comparison comparison, SizeSteps size) {
        List<String> remarks = new ArrayList<>();
        if (comparison.fastest().filter(size::equals).isPresent()) {
            remarks.add("<- fastest");
        }
        if (comparison.critical().orElse(0) == size.batchSize()) {
            remarks.add("critical");
        }
        if (size.reached().isEmpty()) {
            remarks.add("target not reached");
        }
        if (size.edge().isPresent()) {
            remarks.add("learning rate at an end");
        }
        return String.join(", ", remarks);
    }
}
