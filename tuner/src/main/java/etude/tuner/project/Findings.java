package etude.tuner.project;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.EtudeException;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunRecord;
import etude.trainer.run.RunStatus;
import etude.tuner.analysis.Analysis;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.InfeasibleTrial;
import etude.tuner.analysis.verdict.Answer;
import etude.tuner.analysis.verdict.Topic;
import etude.tuner.analysis.verdict.Verdict;
import etude.tuner.analysis.verdict.VerdictThresholds;
import etude.tuner.probe.KeptProbe;
import etude.tuner.record.StudyRecord;
import etude.tuner.record.StudyRecords;
import etude.tuner.record.TrialRecord;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Objective;
import etude.tuner.space.StudyOutline;
import etude.tuner.store.Access;
import etude.tuner.store.TrialState;
import etude.tuner.study.OpenStudy;
import etude.tuner.study.StudyDirectory;
import etude.tuner.study.StudyOpening;
import etude.tuner.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the workspace holds that was made from the incumbent, whoever asked for it: found by its
 * config, not by its name. Of several the last by name counts.
 *
 * @param studies reads those that procedures ran
 * @param incumbent that it must have been made from, but for the keys that the finding decides
 */
record Findings(
        Workspace workspace, ProjectConfig config, ConfigKeys incumbent, StudyFindings studies) {
    private static final String LONGER = "etude tune longer";
    private static final String FINAL = "etude tune final";
    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final String RATE = "optimizer.learning_rate";

    /** Where a run looks, keeps and tells: neither speed nor result of a training step. */
    private static final List<String> WATCHING =
            List.of("evaluation.every", "checkpoints", "logging");

    private static final List<String> OF_RATES =
            Stream.concat(Stream.of(RATE), WATCHING.stream()).toList();

    /** The last of a folder's entries of which something can be told. */
    private static <T> Optional<T> last(Path folder, Function<Path, Optional<T>> reading) {
        return all(folder, reading).stream().reduce((earlier, later) -> later);
    }

    private static <T> List<T> all(Path folder, Function<Path, Optional<T>> reading) {
        List<T> found = new ArrayList<>();
        for (Path entry : ProjectFolder.list(folder)) {
            readable(entry, reading).ifPresent(found::add);
        }
        return found;
    }

    /** Empty too where an entry is damaged, of another version, or not for this user. */
    private static <T> Optional<T> readable(Path entry, Function<Path, Optional<T>> reading) {
        try {
            return reading.apply(entry);
        } catch (EtudeException e) {
            return Optional.empty();
        }
    }

    /** A run on the same data; one that has ended tells more than one that has not. */
    Optional<DataFinding> data() {
        List<Path> runs = ProjectFolder.list(workspace.runs());
        Optional<DataFinding> last = Optional.empty();
        for (int i = runs.size() - 1; i >= 0; i--) {
            Optional<DataFinding> found = readable(runs.get(i), this::data);
            if (found.filter(DataFinding::ended).isPresent()) {
                return found;
            }
            last = last.or(() -> found);
        }
        return last;
    }

    private Optional<DataFinding> data(Path directory) {
        RunDirectory run = new RunDirectory(directory);
        if (!Files.exists(run.config()) || !Files.exists(run.facts())) {
            return Optional.empty();
        }
        RunConfig trained = ConfigLoader.load(run.config(), List.of());
        if (!new Incumbent(trained).keys().hasDataOf(incumbent)) {
            return Optional.empty();
        }
        RunRecord record = RunRecord.read(run);
        return record.facts().map(facts -> data(directory, record, facts));
    }

    private DataFinding data(Path directory, RunRecord record, RunFacts facts) {
        List<Verdict> verdicts =
                Analysis.ofRun(
                                TrialRecord.of(record),
                                Objective.of(record.ranking()),
                                facts.data(),
                                VerdictThresholds.defaults())
                        .verdicts();
        OptionalDouble speed = TrialRecord.of(record).examplesPerSecond();
        OptionalDouble waits = TrialRecord.of(record).dataWaitFraction();
        boolean isOfIncumbent =
                record.config()
                        .map(trained -> new Incumbent(trained).keys().isOfModelOf(incumbent))
                        .orElse(false);
        Double chance = facts.data().constant().get(config.metric());
        return new DataFinding(
                directory.toString(),
                record.status().filter(status -> status == RunStatus.COMPLETED).isPresent(),
                facts.data().trainExamples(),
                facts.batchSize(),
                isOfIncumbent && speed.isPresent() && speed.getAsDouble() > 0
                        ? OptionalDouble.of(facts.batchSize() / speed.getAsDouble())
                        : OptionalDouble.empty(),
                waits.isPresent() && speed.orElse(0) > 0
                        ? OptionalDouble.of(
                                waits.getAsDouble() * facts.batchSize() / speed.getAsDouble())
                        : OptionalDouble.empty(),
                chance == null ? OptionalDouble.empty() : OptionalDouble.of(chance),
                facts.data().testExamples(),
                answer(verdicts, Topic.OVERLAP),
                answer(verdicts, Topic.INPUT));
    }

    static Answer answer(List<Verdict> verdicts, Topic topic) {
        return verdicts.stream()
                .filter(verdict -> verdict.topic() == topic)
                .map(Verdict::answer)
                .findFirst()
                .orElse(new Answer.NotKnown("Nobody looked.", "Train a run."));
    }

    /** A completed run of exactly the incumbent. */
    Optional<String> run() {
        return last(
                workspace.runs(),
                directory -> {
                    RunRecord run = RunRecord.read(new RunDirectory(directory));
                    return run.config()
                            .filter(
                                    config ->
                                            new Incumbent(config)
                                                    .keys()
                                                    .matches(incumbent, WATCHING))
                            .filter(
                                    config ->
                                            run.status()
                                                    .filter(RunStatus.COMPLETED::equals)
                                                    .isPresent())
                            .map(config -> directory.toString());
                });
    }

    /** Whether a run is of exactly the incumbent. */
    boolean isOfIncumbent(String run) {
        return RunRecord.read(new RunDirectory(Path.of(run)))
                .config()
                .filter(config -> new Incumbent(config).keys().matches(incumbent, WATCHING))
                .isPresent();
    }

    /** A probe on this machine. */
    Optional<BatchFinding> batch() {
        return last(
                workspace.probes(),
                directory ->
                        KeptProbe.read(directory)
                                .filter(
                                        probe ->
                                                ConfigKeys.of(probe.config())
                                                        .isOfModelOf(incumbent))
                                .map(probe -> new BatchFinding(directory.toString(), probe)));
    }

    /** A procedure for the number of steps. */
    Optional<StepsFinding> steps() {
        return last(workspace.procedures(), this::steps);
    }

    private Optional<StepsFinding> steps(Path directory) {
        Optional<JsonNode> plan = plan(directory, "etude tune steps");
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        String name = directory.getFileName().toString();
        Optional<JsonNode> result = json(directory.resolve("result.json"));
        if (result.isEmpty()) {
            return Optional.of(
                    new StepsFinding.Begun(
                            name, plan.get().path("inputs").path("at_most").asLong()));
        }
        JsonNode found = result.get();
        double rate = found.path("learning_rate").asDouble();
        String sentence = found.path("sentences").path(0).asText();
        return Optional.of(
                switch (found.path("result").asText()) {
                    case "fitted" ->
                            new StepsFinding.Fitted(
                                    name, found.path("max_train_steps").asLong(), rate, sentence);
                    case "compute_bound" -> new StepsFinding.ComputeBound(name, rate, sentence);
                    default -> new StepsFinding.NoResult(name, sentence);
                });
    }

    /** A procedure for stability. */
    Optional<StabilityFinding> stability() {
        return last(workspace.procedures(), this::stability);
    }

    private Optional<StabilityFinding> stability(Path directory) {
        if (plan(directory, "etude tune stability").isEmpty()) {
            return Optional.empty();
        }
        String name = directory.getFileName().toString();
        Optional<JsonNode> result = json(directory.resolve("result.json"));
        if (result.isEmpty()) {
            return Optional.of(new StabilityFinding.Begun(name));
        }
        return Optional.of(StabilityFinding.of(name, result.get()));
    }

    private Optional<JsonNode> plan(Path directory, String procedure) {
        return plan(directory, procedure, keys -> keys.isOfWorkloadOf(incumbent));
    }

    private static Optional<JsonNode> plan(
            Path directory, String procedure, Predicate<ConfigKeys> suits) {
        return json(directory.resolve("plan.json"))
                .filter(plan -> plan.path("procedure").asText().equals(procedure))
                .filter(
                        plan ->
                                suits.test(
                                        ConfigKeys.of(
                                                plan.path("inputs").path("config").asText())));
    }

    /** The last of each other procedure: of the same workload, by the command. */
    Map<String, ProcedureFinding> procedures() {
        Map<String, ProcedureFinding> found = new LinkedHashMap<>();
        for (String command : List.of("etude tune warmup", "etude tune clipping", LONGER)) {
            last(
                            workspace.procedures(),
                            directory -> plan(directory, command).map(plan -> procedure(directory)))
                    .ifPresent(one -> found.put(command, one));
        }
        last(
                        workspace.procedures(),
                        directory ->
                                plan(directory, FINAL, keys -> keys.matches(incumbent, WATCHING))
                                        .map(plan -> procedure(directory)))
                .ifPresent(one -> found.put(FINAL, one));
        return found;
    }

    private ProcedureFinding procedure(Path directory) {
        String name = directory.getFileName().toString();
        Optional<JsonNode> result = json(directory.resolve("result.json"));
        if (result.isEmpty()) {
            return new ProcedureFinding(name, false, "", List.of(), "", List.of());
        }
        JsonNode found = result.get();
        List<String> changes = new ArrayList<>();
        found.path("patch").forEach(change -> changes.add(change.asText()));
        List<Contestant> best = new ArrayList<>();
        found.path("studies")
                .forEach(study -> studies.best(Path.of(study.asText())).ifPresent(best::add));
        return new ProcedureFinding(
                name,
                true,
                found.path("result").asText(),
                changes,
                found.path("sentences").path(0).asText(),
                best);
    }

    private static Optional<JsonNode> json(Path file) {
        return Json.read(file, "what a procedure keeps", object -> object.json());
    }

    /** Studies of nothing but the learning rate. */
    List<RateSweep> sweeps() {
        return all(workspace.studies(), this::sweep);
    }

    private Optional<RateSweep> sweep(Path root) {
        StudyDirectory directory = new StudyDirectory(root);
        if (!directory.isBegun()) {
            return Optional.empty();
        }
        try (OpenStudy study = StudyOpening.open(directory, Optional.empty(), Access.READING)) {
            RunConfig base = ConfigLoader.parse(study.baseText(), root.toString(), List.of());
            boolean same =
                    isOfRate(study.study().outline())
                            && new Incumbent(base).keys().matches(incumbent, OF_RATES);
            return same ? Optional.of(sweep(root, StudyRecords.read(study))) : Optional.empty();
        }
    }

    private boolean isOfRate(StudyOutline outline) {
        return outline.hyperparameters().stream()
                        .map(Hyperparameter::path)
                        .toList()
                        .equals(List.of(RATE))
                && outline.fixed().isEmpty()
                && outline.objective().equals(new Objective(config.metric(), Mode.MIN));
    }

    private static RateSweep sweep(Path root, StudyRecord record) {
        Analysis analysis = Analysis.of(record, VerdictThresholds.defaults());
        List<RateSweep.Tried> tried = new ArrayList<>();
        for (FeasibleTrial trial : analysis.results().feasible()) {
            trial.trial()
                    .learningRate()
                    .ifPresent(rate -> tried.add(tried(trial.trial(), rate, trial.cost())));
        }
        for (InfeasibleTrial trial : analysis.results().infeasible()) {
            trial.trial()
                    .learningRate()
                    .ifPresent(rate -> tried.add(tried(trial.trial(), rate, NEVER)));
        }
        return new RateSweep(
                root.toString(),
                record.outline().name(),
                (int) (record.trials().size() - record.ended()),
                (int) record.count(TrialState.FAILED),
                tried,
                analysis.headline().answer(),
                record.outline().objective().metric(),
                new Effort(
                        record.trials().size(),
                        0,
                        record.trials().stream().mapToLong(TrialRecord::totalSteps).sum(),
                        0,
                        0),
                answer(analysis.verdicts(), Topic.CHANCE));
    }

    private static RateSweep.Tried tried(TrialRecord trial, double rate, double cost) {
        return new RateSweep.Tried(trial.number(), rate, cost);
    }
}
