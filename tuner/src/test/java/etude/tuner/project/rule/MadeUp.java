package etude.tuner.project.rule;

import etude.trainer.config.ConfigLoader;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.probe.KeptProbe;
import etude.tuner.project.BatchFinding;
import etude.tuner.project.Behaviour;
import etude.tuner.project.Contestant;
import etude.tuner.project.DataFinding;
import etude.tuner.project.Effect;
import etude.tuner.project.Effort;
import etude.tuner.project.Incumbent;
import etude.tuner.project.Journal;
import etude.tuner.project.JournalEntry;
import etude.tuner.project.Launch;
import etude.tuner.project.Lesson;
import etude.tuner.project.Measured;
import etude.tuner.project.ProcedureFinding;
import etude.tuner.project.ProjectConfig;
import etude.tuner.project.ProjectState;
import etude.tuner.project.RateSweep;
import etude.tuner.project.Round;
import etude.tuner.project.RoundStudy;
import etude.tuner.project.StabilityFinding;
import etude.tuner.project.StepsFinding;
import etude.tuner.project.TimeBudget;
import etude.tuner.project.TrainingTime;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final Map<String, ProcedureFinding> procedures = new HashMap<>();
    private final Map<String, RoundStudy> studies = new HashMap<>();
    private Optional<Contestant> reigning = Optional.empty();
    private Optional<Behaviour> behaviour = Optional.empty();
    private Optional<String> run = Optional.empty();
    private Optional<Double> secondsPerStep = Optional.empty();
    private Optional<TrainingTime> timed = Optional.empty();
    private Optional<Double> margin = Optional.empty();
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
        return data(overlap, input, OptionalDouble.empty());
    }

    MadeUp data(Answer overlap, Answer input, OptionalDouble waitPerStep) {
        data =
                Optional.of(
                        new DataFinding(
                                "runs/digits-data",
                                true,
                                OptionalInt.of(800),
                                64,
                                OptionalDouble.empty(),
                                waitPerStep,
                                OptionalDouble.of(0.9),
                                OptionalInt.empty(),
                                overlap,
                                input));
        return this;
    }

    /** The run on the data has counted the examples that are held out for the end. */
    MadeUp testExamples(int count) {
        data =
                data.map(
                        one ->
                                new DataFinding(
                                        one.run(),
                                        one.ended(),
                                        one.trainExamples(),
                                        one.batchSize(),
                                        one.secondsPerStep(),
                                        one.waitPerStep(),
                                        one.chance(),
                                        OptionalInt.of(count),
                                        one.overlap(),
                                        one.input()));
        return this;
    }

    /** A probe with steps of 10 ms at any size. */
    MadeUp probe(int recommended) {
        return probe(true, OptionalInt.of(recommended));
    }

    MadeUp probe(boolean ended, OptionalInt recommended) {
        return probe(ended, recommended, OptionalInt.empty());
    }

    MadeUp probe(boolean ended, OptionalInt recommended, OptionalInt knee) {
        return probe(ended, recommended, knee, List.of());
    }

    MadeUp probe(boolean ended, OptionalInt recommended, OptionalInt knee, List<Integer> unsteady) {
        batch =
                Optional.of(
                        new BatchFinding(
                                "probes/digits",
                                new KeptProbe(
                                        "",
                                        ended,
                                        recommended,
                                        knee,
                                        new TreeMap<>(
                                                Map.of(16, 0.01, 32, 0.01, 64, 0.01, 128, 0.01)),
                                        unsteady,
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
                        "validation/error_rate",
                        Effort.none(),
                        chance));
        taken.add(name);
        return this;
    }

    /** What another procedure said of the incumbent's workload. */
    MadeUp procedure(String command, String result, Contestant... best) {
        return procedure(command, true, result, List.of(), best);
    }

    MadeUp procedure(
            String command,
            boolean ended,
            String result,
            List<String> changes,
            Contestant... best) {
        String name = "digits-" + command.substring(command.lastIndexOf(' ') + 1);
        procedures.put(
                command,
                new ProcedureFinding(
                        name, ended, result, changes, "It has been tried.", List.of(best)));
        return this;
    }

    /** What the incumbent reached, and in a run of its own. */
    MadeUp reigning(Contestant one) {
        reigning = Optional.of(one);
        return this;
    }

    MadeUp behaviour(Behaviour how) {
        behaviour = Optional.of(how);
        return this;
    }

    MadeUp run(String directory) {
        run = Optional.of(directory);
        return this;
    }

    MadeUp secondsPerStep(double seconds) {
        secondsPerStep = Optional.of(seconds);
        return this;
    }

    /** A study of whole trainings has shown it. */
    MadeUp timed(double step, double evaluations) {
        timed = Optional.of(new TrainingTime(step, evaluations));
        return this;
    }

    MadeUp margin(double least) {
        margin = Optional.of(least);
        return this;
    }

    /** A round whose study has begun. */
    MadeUp round(String folder, RoundStudy study) {
        rounds.add(new Round(folder, "Does it help?", folder, Optional.empty()));
        studies.put(folder, study);
        return this;
    }

    /** A round that has ended. */
    MadeUp lesson(String folder, Lesson.Decision decision, boolean taught, double gain) {
        Round round = new Round(folder, "", folder, Optional.empty());
        Measured measured = Measured.once("validation/error_rate", "studies/" + folder, 0, 0.05);
        Lesson lesson =
                new Lesson(
                        folder,
                        round.step(),
                        "",
                        "studies/" + folder,
                        List.of(),
                        decision,
                        "So it is.",
                        taught,
                        Optional.of(new Effect("it", measured, measured, gain, 0.004, 0.002)),
                        Effort.none(),
                        folder);
        rounds.add(new Round(folder, "", folder, Optional.of(lesson)));
        return this;
    }

    MadeUp stability(StabilityFinding found) {
        stability = Optional.of(found);
        return this;
    }

    MadeUp launch(String step) {
        return launch(step, "");
    }

    /** With what it rests on, and what it changes. */
    MadeUp launch(String step, String source, String... changes) {
        return launchAt("", step, source, changes);
    }

    MadeUp launchAt(String time, String step, String source, String... changes) {
        launches.add(
                new Launch(
                        launches.size() + 1,
                        step,
                        source,
                        List.of(changes),
                        "",
                        Optional.empty(),
                        Effort.none(),
                        "",
                        time));
        return this;
    }

    /** A launch that says what it reached. */
    MadeUp measured(String step, double value) {
        launches.add(
                new Launch(
                        launches.size() + 1,
                        step,
                        "studies/" + step,
                        List.of(),
                        "",
                        Optional.of(
                                Measured.once(
                                        "validation/error_rate", "studies/" + step, 0, value)),
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
        rounds.add(new Round(folder, "", folder, Optional.empty()));
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
                        OptionalDouble.empty(),
                        OptionalDouble.of(took),
                        "ada"));
        return this;
    }

    ProjectState state() {
        return new ProjectState(
                "projects/digits",
                new ProjectConfig(
                        "digits",
                        "",
                        "validation/error_rate",
                        TimeBudget.parse("run_budget", runBudget),
                        TimeBudget.parse("total_budget", totalBudget),
                        2,
                        keep,
                        secondsPerStep,
                        Optional.empty(),
                        margin,
                        ""),
                new Incumbent(ConfigLoader.parse(BASE, "base", overrides)),
                launches,
                data,
                batch,
                steps,
                sweeps,
                stability,
                procedures,
                rounds,
                studies,
                reigning,
                behaviour,
                run,
                timed,
                taken,
                new Journal(journal));
    }
}
