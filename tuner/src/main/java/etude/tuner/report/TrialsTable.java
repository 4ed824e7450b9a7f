package etude.tuner.report;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.metrics.Measurement;
import etude.tuner.analysis.plot.PlotId;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.page.Cell;
import etude.tuner.page.Section;
import etude.tuner.page.SheetColumn;
import etude.tuner.page.SheetRow;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Domain;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Objective;
import etude.tuner.space.Role;
import etude.tuner.space.Values;
import etude.tuner.store.TrialState;
import etude.tuner.text.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every trial of a study with all that is known of it. */
final class TrialsTable {
    /** As many columns as fit a laptop's window; others are for readers who ask for them. */
    private static final int SHOWN = 10;

    /** Without these a row says nothing. */
    private static final int SHOWN_HYPERPARAMETERS = 4;

    private final StudyRecord study;
    private final Optional<StudyReproduction> command;
    private final Optional<Path> directory;

    /** Whether a process died at a trial and left something to read. */
    private final boolean logs;

    /** Whether anybody has looked at the test split. */
    private final boolean tested;

    private final Set<Integer> feasible = new HashSet<>();
    private final Map<Integer, InfeasibleTrial> infeasible = new HashMap<>();

    /** Each trial's best evaluation with a number, also where it does not count for it. */
    private final Map<Integer, Measurement> measured = new HashMap<>();

    /**
     * Of a study.
     *
     * @param command that ran the study
     * @param directory the way from the page to the study's directory
     */
    TrialsTable(
            StudyRecord study,
            StudyResults results,
            Optional<StudyReproduction> command,
            Optional<Path> directory) {
        this.study = study;
        this.command = command;
        this.directory = directory;
        logs = study.trials().stream().anyMatch(trial -> !trial.lastLogLines().isEmpty());
        tested = study.testEvaluations() > 0;
        results.feasible().forEach(result -> feasible.add(result.trial().number()));
        results.infeasible().forEach(trial -> infeasible.put(trial.trial().number(), trial));
        for (TrialRecord trial : study.trials()) {
            best(trial).ifPresent(best -> measured.put(trial.number(), best));
        }
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
                        command.map(StudyReproduction::cell)),
                columns(),
                ordered().map(this::row).toList());
    }

    /**
     * The best first, then those that are being trained, then those that do not count for their
     * value, and last those without one; equal ones by their number.
     */
    private Stream<TrialRecord> ordered() {
        return study.trials().stream()
                .sorted(
                        Comparator.comparingInt(this::place)
                                .thenComparingDouble(this::cost)
                                .thenComparingInt(TrialRecord::number));
    }

    private int place(TrialRecord trial) {
        if (feasible.contains(trial.number())) {
            return 0;
        }
        return trial.state() == TrialState.RUNNING ? 1 : measured(trial).isPresent() ? 2 : 3;
    }

    private double cost(TrialRecord trial) {
        return measured(trial)
                .map(study.outline().objective()::cost)
                .orElse(Double.POSITIVE_INFINITY);
    }

    private Optional<Measurement> measured(TrialRecord trial) {
        return Optional.ofNullable(measured.get(trial.number()));
    }

    private Optional<Measurement> best(TrialRecord trial) {
        Objective objective = study.outline().objective();
        return objective.best(
                trial.evaluations().stream()
                        .filter(one -> Double.isFinite(objective.value(one)))
                        .toList());
    }

    /** A filter that this study can have. */
    private String example() {
        return study.outline().hyperparameters().stream()
                .filter(h -> h.domain() instanceof Domain.Range)
                .findFirst()
                .map(h -> lastPart(h.path()) + " < " + middle((Domain.Range) h.domain()))
                .orElse("state: infeasible");
    }

    private static String lastPart(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    private static String middle(Domain.Range range) {
        return Numbers.text(
                Double.parseDouble(String.format(Locale.ROOT, "%.0e", range.extended(0.5))));
    }

    private List<SheetColumn> columns() {
        List<SheetColumn> columns = new ArrayList<>();
        columns.add(SheetColumn.shown(Section.Column.number("Trial", "")));
        columns.add(SheetColumn.hidden(Section.Column.text("Arm"))); // scientific values say it
        String metric = "Best " + study.outline().objective().metric();
        columns.add(SheetColumn.shown(Section.Column.number(metric, "")));
        columns.add(SheetColumn.shown(Section.Column.number("Best step", "")));
        columns.add(SheetColumn.shown(Section.Column.text("State")));
        int taken = columns.size();
        Set<Hyperparameter> shown = shown(Math.max(SHOWN_HYPERPARAMETERS, SHOWN - taken));
        for (Hyperparameter hyperparameter : study.outline().hyperparameters()) {
            columns.add(new SheetColumn(head(hyperparameter), shown.contains(hyperparameter)));
        }
        columns.add(
                new SheetColumn(
                        Section.Column.number("Throughput", "examples/s"),
                        taken + shown.size() < SHOWN));
        if (tested) {
            columns.add(SheetColumn.hidden(Section.Column.number("Test evaluations", "")));
        }
        columns.add(SheetColumn.hidden(Section.Column.number("Seed", "")));
        columns.add(SheetColumn.shown(Section.Column.text("Run directory")));
        columns.add(SheetColumn.hidden(Section.Column.text("Command")));
        if (logs) {
            columns.add(SheetColumn.hidden(Section.Column.text("Last lines of the log")));
        }
        return columns;
    }

    /** Scientific ones first, for they are what the study asks about. */
    private Set<Hyperparameter> shown(int most) {
        List<Hyperparameter> byRole = new ArrayList<>();
        for (Role role : Role.values()) {
            byRole.addAll(study.outline().hyperparameters(role));
        }
        return new HashSet<>(byRole.subList(0, Math.min(most, byRole.size())));
    }

    private static Section.Column head(Hyperparameter hyperparameter) {
        boolean numbers =
                !(hyperparameter.domain() instanceof Domain.Listed choices)
                        || choices.values().stream().allMatch(JsonNode::isNumber);
        return numbers
                ? Section.Column.number(hyperparameter.id(), "")
                : Section.Column.text(hyperparameter.id());
    }

    private SheetRow row(TrialRecord trial) {
        Optional<Measurement> best = measured(trial);
        String number = Integer.toString(trial.number());
        List<Cell> cells = new ArrayList<>();
        cells.add(Cell.whole(trial.number()));
        cells.add(new Cell.Text(study.outline().arms().get(trial.arm()).label()));
        cells.add(best.map(this::value).orElse(Cell.nothing()));
        cells.add(best.map(one -> Cell.whole(one.step())).orElse(Cell.nothing()));
        cells.add(new Cell.Text(state(trial)));
        for (Hyperparameter hyperparameter : study.outline().hyperparameters()) {
            cells.add(trial.value(hyperparameter).map(TrialsTable::cell).orElse(Cell.nothing()));
        }
        cells.add(Cell.number(trial.examplesPerSecond()));
        if (tested) {
            cells.add(Cell.whole(trial.testEvaluations()));
        }
        cells.add(Cell.whole(trial.seed()));
        cells.add(trial.config().isPresent() ? runDirectory(trial) : Cell.nothing());
        cells.add(
                trial.trainingCommand()
                        .<Cell>map(command -> new Cell.Command(command, ""))
                        .orElse(Cell.nothing()));
        if (logs) {
            cells.add(new Cell.Text(trial.lastLogLines()));
        }
        return new SheetRow(number, cells);
    }

    private Cell runDirectory(TrialRecord trial) {
        String name = trial.status().runDirectory();
        return directory
                .<Cell>map(way -> new Cell.Link(name, way.resolve(name)))
                .orElseGet(() -> new Cell.Text(name));
    }

    private Cell value(Measurement best) {
        double value = study.outline().objective().value(best);
        return new Cell.Quantity(value, Wording.of(study).objective(value));
    }

    /** With the reason, also of a trial that only the analysis tells to be infeasible. */
    private String state(TrialRecord trial) {
        if (trial.state() == TrialState.RUNNING) {
            return "running: step %d of %d".formatted(trial.lastStep(), trial.totalSteps());
        }
        String reason = trial.status().reason();
        if (reason.isEmpty() && infeasible.containsKey(trial.number())) {
            reason = infeasible.get(trial.number()).reason().kind().words();
        }
        return trial.state().word() + (reason.isEmpty() ? "" : ": " + reason);
    }

    private static Cell cell(JsonNode value) {
        return value.isNumber()
                ? new Cell.Quantity(value.asDouble(), Values.shortText(value))
                : new Cell.Text(Values.text(value));
    }
}
