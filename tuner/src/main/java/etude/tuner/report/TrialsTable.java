package etude.tuner.report;

import etude.tuner.analysis.data.Hyperparameter;
import etude.tuner.analysis.data.Numbers;
import etude.tuner.analysis.data.StudyData;
import etude.tuner.analysis.data.TrialData;
import etude.tuner.analysis.data.Value;
import etude.tuner.analysis.data.ValueDomain;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.TrialResult;
import etude.tuner.page.Cell;
import etude.tuner.page.Section;
import etude.tuner.page.SheetColumn;
import etude.tuner.page.SheetRow;
import etude.tuner.space.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Every trial of a study with all that is known of it. */
final class TrialsTable {
    /** As many columns as fit a laptop's window; others are for readers who ask for them. */
    private static final int SHOWN = 10;

    /** Without these a row says nothing. */
    private static final int SHOWN_HYPERPARAMETERS = 4;

    private final StudyData study;
    private final StudyResults results;
    private final Map<Integer, TrialPlace> places;
    private final Optional<StudyCommand> command;
    private final Map<Integer, TrialResult> feasible = new HashMap<>();
    private final Map<Integer, InfeasibleTrial> infeasible = new HashMap<>();

    /**
     * Of a study.
     *
     * @param places by the number of the trial
     * @param command that ran the study
     */
    TrialsTable(
            StudyData study,
            StudyResults results,
            Map<Integer, TrialPlace> places,
            Optional<StudyCommand> command) {
        this.study = study;
        this.results = results;
        this.places = places;
        this.command = command;
        results.feasible().forEach(result -> feasible.put(result.trial().number(), result));
        results.infeasible().forEach(trial -> infeasible.put(trial.trial().number(), trial));
    }

    Section.Sheet sheet() {
        return new Section.Sheet(
                PlotId.TRIALS,
                "Trials",
                "trials",
                "Words, or " + example(),
                new Section.Hint(
                        "Select trials here or in a plot to see them everywhere, and the command that"
                                + " trains each of them again."
                                + (command.isPresent() ? " The study was run by:" : ""),
                        command.map(StudyCommand::cell)),
                columns(),
                study.trials().stream().map(this::row).toList());
    }

    /** A filter that this study can have. */
    private String example() {
        return study.design().hyperparameters().stream()
                .filter(h -> h.domain() instanceof ValueDomain.Range)
                .findFirst()
                .map(h -> lastPart(h.path()) + " < " + middle((ValueDomain.Range) h.domain()))
                .orElse("state: infeasible");
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String middle(ValueDomain.Range range) {
        return Numbers.text(Double.parseDouble("%.0e".formatted(range.at(0.5))));
    }

    private List<SheetColumn> columns() {
        List<SheetColumn> columns = new ArrayList<>();
        columns.add(SheetColumn.shown(Section.Column.number("Trial", "")));
        boolean arms = study.design().arms().size() > 1;
        columns.add(new SheetColumn(Section.Column.text("Arm"), arms));
        columns.add(SheetColumn.shown(Section.Column.text("State")));
        String metric = "Best " + study.design().objective().metric();
        columns.add(SheetColumn.shown(Section.Column.number(metric, "")));
        columns.add(SheetColumn.shown(Section.Column.number("Best step", "")));
        int taken = arms ? 6 : 5;
        Set<Hyperparameter> shown = shown(Math.max(SHOWN_HYPERPARAMETERS, SHOWN - taken));
        for (Hyperparameter hyperparameter : study.design().hyperparameters()) {
            columns.add(new SheetColumn(head(hyperparameter), shown.contains(hyperparameter)));
        }
        columns.add(
                new SheetColumn(
                        Section.Column.number("Throughput", "examples/s"),
                        taken + shown.size() < SHOWN));
        columns.add(SheetColumn.hidden(Section.Column.number("Seed", "")));
        columns.add(SheetColumn.shown(Section.Column.text("Run directory")));
        columns.add(SheetColumn.hidden(Section.Column.text("Command")));
        return columns;
    }

    /** Scientific ones first, for they are what the study asks about. */
    private Set<Hyperparameter> shown(int most) {
        List<Hyperparameter> byRole = new ArrayList<>();
        for (Role role : Role.values()) {
            byRole.addAll(study.design().hyperparameters(role));
        }
        return new HashSet<>(byRole.subList(0, Math.min(most, byRole.size())));
    }

    private static Section.Column head(Hyperparameter hyperparameter) {
        boolean numbers =
                !(hyperparameter.domain() instanceof ValueDomain.Choices choices)
                        || choices.values().stream().allMatch(Value.Numeric.class::isInstance);
        return numbers
                ? Section.Column.number(hyperparameter.id(), "")
                : Section.Column.text(hyperparameter.id());
    }

    private SheetRow row(TrialData trial) {
        Optional<TrialResult> result = Optional.ofNullable(feasible.get(trial.number()));
        TrialPlace place = places.getOrDefault(trial.number(), TrialPlace.unknown());
        String number = Integer.toString(trial.number());
        List<Cell> cells = new ArrayList<>();
        cells.add(new Cell.Quantity(trial.number(), number));
        cells.add(new Cell.Text(study.design().arms().get(trial.arm()).label()));
        cells.add(new Cell.Text(state(trial, place)));
        cells.add(result.map(r -> number(results.objective(r.cost()))).orElse(Cell.nothing()));
        cells.add(
                result.<Cell>map(r -> new Cell.Quantity(r.bestStep(), Long.toString(r.bestStep())))
                        .orElse(Cell.nothing()));
        for (Hyperparameter hyperparameter : study.design().hyperparameters()) {
            cells.add(trial.setting(hyperparameter).map(TrialsTable::cell).orElse(Cell.nothing()));
        }
        cells.add(number(trial.run().examplesPerSecond()));
        cells.add(new Cell.Quantity(trial.seed(), Long.toString(trial.seed())));
        cells.add(
                place.directory()
                        .<Cell>map(path -> new Cell.Link(path.toString(), path))
                        .orElse(Cell.nothing()));
        cells.add(
                place.command()
                        .<Cell>map(words -> new Cell.Command(words, ""))
                        .orElse(Cell.nothing()));
        return new SheetRow(number, cells);
    }

    /** With the reason, also of a trial that only the analysis tells to be infeasible. */
    private String state(TrialData trial, TrialPlace place) {
        String reason = place.reason();
        if (reason.isEmpty() && infeasible.containsKey(trial.number())) {
            reason = infeasible.get(trial.number()).reason().words();
        }
        return trial.state().word() + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static Cell cell(Value value) {
        return value instanceof Value.Numeric numeric
                ? new Cell.Quantity(numeric.number(), numeric.text())
                : new Cell.Text(value.text());
    }

    private static Cell number(OptionalDouble value) {
        return value.isPresent()
                ? new Cell.Quantity(value.getAsDouble(), Numbers.text(value.getAsDouble()))
                : Cell.nothing();
    }
}
