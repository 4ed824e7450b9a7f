package etude.tuner.compare;

import etude.tuner.page.Section;
import etude.tuner.page.Section.Column;
import etude.tuner.text.Quantities;
import etude.tuner.text.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** A comparison with a row per size: as text for people, and as the data behind it. */
record ComparisonTable(Comparison comparison) {
    private static final List<Table.Column> TEXT =
            List.of(
                    Table.Column.of("SIZE"),
                    Table.Column.of("RATE"),
                    Table.Column.of("STEPS"),
                    Table.Column.of("PER DOUBLING").rank(3),
                    Table.Column.of("EXAMPLES").rank(4),
                    Table.Column.of("SECONDS"),
                    Table.Column.of("BY PROBE").rank(2),
                    Table.Column.of("DEVICE-SECONDS").rank(5),
                    Table.Column.of("REACHED").rank(1),
                    Table.Column.of("").cutTo(26));

    private static final List<Column> PAGE =
            List.of(
                    Column.number("Batch size", ""),
                    Column.number("Learning rate", ""),
                    Column.number("Steps", ""),
                    Column.number("Per doubling", ""),
                    Column.number("Examples", ""),
                    Column.number("Training time", "s"),
                    Column.number("By probe", "s"),
                    Column.number("Resources", "device-s"),
                    Column.number("Reached", "trials"),
                    Column.text(""));

    private static final List<Object> DATA =
            List.of(
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
                    "device_seconds");

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

    private List<List<String>> rows() {
        return comparison.sizes().stream().map(this::row).toList();
    }

    private List<String> row(SizeSteps size) {
        return List.of(
                Integer.toString(size.batchSize()),
                size.best().map(trial -> Quantities.number(trial.learningRate())).orElse(""),
                size.steps().map("%,d"::formatted).orElse("-"),
                comparison.scalings().stream()
                        .filter(scaling -> scaling.to() == size.batchSize())
                        .map(scaling -> Quantities.times(scaling.ratio()))
                        .findFirst()
                        .orElse(""),
                size.examples().map("%,d"::formatted).orElse("-"),
                number(size.seconds()),
                number(size.probedSeconds()),
                number(size.deviceSeconds()),
                "%d of %d"
                        .formatted(
                                size.reachedBy(comparison.setup().target()), size.trials().size()),
                remark(size));
    }

    private static String number(OptionalDouble value) {
        return value.isPresent() ? Quantities.number(value.getAsDouble()) : "";
    }

    private String remark(SizeSteps size) {
        List<String> remarks = new ArrayList<>();
        if (comparison.fastest().filter(size::equals).isPresent()) {
            remarks.add("fastest");
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

    /** For programs: the names of the fields and one row per size; what is not known is empty. */
    List<List<Object>> data() {
        List<List<Object>> data = new ArrayList<>(List.of(DATA));
        comparison.sizes().forEach(size -> data.add(data(size)));
        return data;
    }

    private List<Object> data(SizeSteps size) {
        return List.of(
                size.batchSize(),
                size.trials().size(),
                size.reachedBy(comparison.setup().target()),
                cell(size.best().map(SizeTrial::trial)),
                cell(size.best().map(SizeTrial::learningRate)),
                cell(size.edge().map(edge -> edge.name().toLowerCase(Locale.ROOT))),
                cell(size.steps()),
                cell(size.reached().map(SizeTrial.Reached::after)),
                cell(size.examples()),
                cell(size.best().map(SizeTrial::secondsPerStep).orElse(OptionalDouble.empty())),
                cell(size.seconds()),
                cell(size.probed()),
                cell(size.probedSeconds()),
                cell(size.deviceSeconds()));
    }

    private static Object cell(Optional<?> value) {
        return value.isPresent() ? value.get() : "";
    }

    private static Object cell(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : "";
    }
}
