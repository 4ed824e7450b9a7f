package etude.tuner.project.rule;

import etude.trainer.config.ConfigLoader;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.probe.KeptProbe;
import etude.tuner.project.BatchFinding;
import etude.tuner.project.DataFinding;
import etude.tuner.project.Effort;
import etude.tuner.project.Incumbent;
import etude.tuner.project.Journal;
import etude.tuner.project.JournalEntry;
import etude.tuner.project.Launch;
import etude.tuner.project.ProjectConfig;
import etude.tuner.project.ProjectState;
import etude.tuner.project.RateSweep;
import etude.tuner.project.Round;
import etude.tuner.project.StabilityFinding;
import etude.tuner.project.StepsFinding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** A state of a project made for a test: nothing is known yet unless it is said. */
final class MadeUp {
    static final Answer GOOD = new Answer.Good("All is well.");

    private static final String BASE =
            """
            name: digits
            dataset: {name: generated, examples: 1000}
            model: {name: mlp, hidden: [8]}
            batch_size: 64
            max_train_steps: 2000
            optimizer: {name: momentum, learning_rate: 0.1}
            """;

    private final List<String> overrides = new ArrayList<>();
    private final List<Launch> launches = new ArrayList<>();
    private final List<RateSweep> sweeps = new ArrayList<>();
    private final List<JournalEntry> journal = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private final List<Round> rounds = new ArrayList<>();
    private List<String> keep = List.of();
    private String runBudget = "20s";
    private String totalBudget = "1h";
    private Optional<DataFinding> data = Optional.empty();
    private Optional<BatchFinding> batch = Optional.empty();
    private Optional<StepsFinding> steps = Optional.empty();
    private Optional<StabilityFinding> stability = Optional.empty();

    /** With keys of the incumbent otherwise. */
    MadeUp incumbent(String... changes) {
        overrides.addAll(List.of(changes));
        return this;
    }

    MadeUp keep(String... keys) {
        keep = List.of(keys);
        return this;
    }

    MadeUp budget(String ofRun, String ofAll) {
        runBudget = ofRun;
        totalBudget = ofAll;
        return this;
    }

    MadeUp data(Answer overlap, Answer input) {
        data =
                Optional.of(
                        new DataFinding(
                                "runs/digits-data",
                                true,
                                OptionalInt.of(800),
                                64,
                                OptionalDouble.empty(),
                                OptionalDouble.of(0.9),
                                overlap,
                                input));
        return this;
    }

    /** A probe with steps of 10 ms at any size. */
    MadeUp probe(int recommended) {
        return probe(true, OptionalInt.of(recommended));
    }

    MadeUp probe(boolean ended, OptionalInt recommended) {
        batch =
                Optional.of(
                        new BatchFinding(
                                "probes/digits",
                                new KeptProbe(
                                        "",
                                        ended,
                                        recommended,
                                        new TreeMap<>(Map.of(64, 0.01, 128, 0.01)),
                                        "Use what is said.")));
        return this;
    }

    MadeUp steps(StepsFinding found) {
        steps = Optional.of(found);
        return this;
    }

    MadeUp sweep(String name, Answer chance, RateSweep.Tried... tried) {
        return sweep(name, 0, 0, chance, tried);
    }

    MadeUp sweep(String name, int unended, int failed, Answer chance, RateSweep.Tried... tried) {
        sweeps.add(
                new RateSweep(
                        "studies/" + name,
                        name,
                        unended,
                        failed,
                        List.of(tried),
                        "5.00 % is reached.",
                        Optional.empty(),
                        Effort.none(),
                        chance));
        taken.add(name);
        return this;
    }

    MadeUp stability(StabilityFinding found) {
        stability = Optional.of(found);
        return this;
    }

    MadeUp launch(String step) {
        launches.add(
                new Launch(
                        launches.size() + 1,
                        step,
                        "",
                        List.of(),
                        "",
                        Optional.empty(),
                        Effort.none(),
                        "",
                        ""));
        return this;
    }

    MadeUp taken(String name) {
        taken.add(name);
        return this;
    }

    MadeUp round(String folder) {
        rounds.add(new Round(folder, "", "", Optional.empty()));
        return this;
    }

    MadeUp skip(String step, String reason) {
        journal.add(JournalEntry.skipped("", step, reason, "ada"));
        return this;
    }

    MadeUp charged(double predicted, double took, int exitCode) {
        journal.add(
                new JournalEntry(
                        "",
                        JournalEntry.Kind.DONE,
                        "steps",
                        "",
                        "",
                        "",
                        OptionalInt.of(exitCode),
                        Double.isNaN(predicted)
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(predicted),
                        OptionalDouble.of(took),
                        "ada"));
        return this;
    }

    ProjectState state() {
        return new ProjectState(
                "projects/digits",
                new ProjectConfig(
                        "digits", "", "validation/error_rate", runBudget, totalBudget, 2, keep, ""),
                new Incumbent(ConfigLoader.parse(BASE, "base", overrides)),
                launches,
                data,
                batch,
                steps,
                sweeps,
                stability,
                rounds,
                taken,
                new Journal(journal));
    }
}
