package etude.tuner.record;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.metrics.CorrectSeries;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.StepSeries;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunFacts;
import etude.trainer.run.RunRecord;
import etude.trainer.run.RunStatus;
import etude.trainer.run.Summary;
import etude.trainer.run.WholeValidation;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Trial;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import etude.tuner.store.TrialStatus;
import etude.tuner.text.Shell;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A trial or a rerun and all that became of it: what verdicts, plots, tables and exports read.
 *
 * @param status as the store has it
 * @param evaluations what it measured, in the order of steps
 * @param facts what its run said at its start
 * @param summary what its run said at its end
 * @param stepSource reads loss and gradient norm of every step: by far the largest part of a study,
 *     so each asking reads them and nobody keeps them
 * @param correctSource reads which validation examples each evaluation got right, in the same way
 * @param wholeSource reads what all validation examples say of its checkpoints, in the same way
 * @param testEvaluations how often its run was evaluated on the test split
 * @param config its run's resolved config, which trains it again by itself; empty where no run has
 *     begun
 * @param lastLogLines of the latest process that died at it; empty where none did
 */
public record TrialRecord(
        TrialStatus status,
        List<Measurement> evaluations,
        Optional<RunFacts> facts,
        Optional<Summary> summary,
        Supplier<StepSeries> stepSource,
        Supplier<CorrectSeries> correctSource,
        Supplier<Optional<WholeValidation>> wholeSource,
        int testEvaluations,
        Optional<Path> config,
        String lastLogLines) {
    public TrialRecord {
        evaluations = List.copyOf(evaluations);
    }

    /** A run by itself, as the only trial of a study that varies nothing. */
    public static TrialRecord of(RunRecord run) {
        Trial trial =
                new Trial(0, 0, 0, run.facts().map(RunFacts::seed).orElse(0L), Map.of(), Map.of());
        TrialStatus status =
                new TrialStatus(
                        trial,
                        run.status().map(TrialRecord::state).orElse(TrialState.RUNNING),
                        run.summary()
                                .flatMap(
                                        summary ->
                                                Infeasible.of(
                                                        summary,
                                                        run.facts()
                                                                .map(RunFacts::batchSize)
                                                                .orElse(0))),
                        Optional.empty(),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "");
        return new TrialRecord(
                status,
                run.measurements(),
                run.facts(),
                run.summary(),
                run::steps,
                run::correct,
                run::whole,
                run.tests().count(),
                run.config().map(found -> run.directory().config()),
                "");
    }

    private static TrialState state(RunStatus status) {
        return switch (status) {
            case COMPLETED -> TrialState.COMPLETED;
            case DIVERGED, OUT_OF_MEMORY -> TrialState.INFEASIBLE;
            case FAILED -> TrialState.FAILED;
            case PREEMPTED -> TrialState.RUNNING;
        };
    }

    /** What was to be trained. */
    public Trial trial() {
        return status.trial();
    }

    public int number() {
        return trial().number();
    }

    /** Index of its arm. */
    public int arm() {
        return trial().arm();
    }

    /** Its training seed; that of a rerun is not that of its trial. */
    public long seed() {
        return status.training().seed();
    }

    public TrialState state() {
        return status.state();
    }

    /** Why its settings do not work; only of infeasible trials. */
    public Optional<Infeasible> infeasible() {
        return status.infeasible();
    }

    /** Its value of a hyperparameter, where it has that one. */
    public Optional<JsonNode> value(Hyperparameter hyperparameter) {
        return hyperparameter.value(trial());
    }

    /**
     * What trains it again by itself: the config in the run directory has every value, the seed and
     * the number of threads. Empty where no run has begun.
     */
    public Optional<String> trainingCommand() {
        return config.map(file -> "etude train " + Shell.word(file.toString()));
    }

    /** How large its model is, as far as its newest checkpoint tells. */
    public OptionalLong parameterBytes() {
        return config.map(file -> new RunDirectory(file.resolveSibling("")))
                .map(run -> new CheckpointDirectory(run.checkpoints()).parameterBytes())
                .orElse(OptionalLong.empty());
    }

    /** Loss and gradient norm of every step, read anew. */
    public StepSeries steps() {
        return stepSource.get();
    }

    /** Which validation examples each evaluation got right, read anew. */
    public CorrectSeries correct() {
        return correctSource.get();
    }

    /** What all validation examples say, where evaluations used a sample of them, read anew. */
    public Optional<WholeValidation> whole() {
        return wholeSource.get();
    }

    /** Updates before those of {@link #maxTrainSteps}; empty where nothing tells. */
    public OptionalLong warmupSteps() {
        return facts.map(found -> found.steps().warmup()).orElse(OptionalLong.empty());
    }

    /** Updates without warmup; of a run that does not say, those that it did. */
    public long maxTrainSteps() {
        OptionalLong said =
                facts.map(found -> found.steps().maxTrain()).orElse(OptionalLong.empty());
        return said.orElse(Math.max(0, lastStep() - warmupSteps().orElse(0)));
    }

    /** The step of its last evaluation; 0 before the first. */
    public long lastStep() {
        return evaluations.isEmpty() ? 0 : evaluations.get(evaluations.size() - 1).step();
    }

    /** All updates of the run: warmup is prepended. */
    public long totalSteps() {
        return maxTrainSteps() + warmupSteps().orElse(0);
    }

    /** The base learning rate that the run had, derived or not. */
    public OptionalDouble learningRate() {
        return number(facts.map(RunFacts::learningRate));
    }

    /** The largest permitted gradient norm. */
    public OptionalDouble clippingNorm() {
        return facts.map(RunFacts::clippingNorm).orElse(OptionalDouble.empty());
    }

    /** What the schedule left of the base learning rate at the last step; 1 without a decay. */
    public OptionalDouble decay() {
        return facts.map(RunFacts::decay).orElse(OptionalDouble.empty());
    }

    /** The share of updates that were clipped. */
    public OptionalDouble clippedFraction() {
        return number(summary.map(Summary::clippedFraction));
    }

    /** In training, evaluation and checkpoints excluded. */
    public OptionalDouble examplesPerSecond() {
        return number(summary.map(Summary::examplesPerSecond));
    }

    /** The share of the time that the loop waited for data. */
    public OptionalDouble dataWaitFraction() {
        return number(summary.map(found -> found.finalMetrics().get("data_wait_fraction")));
    }

    private static OptionalDouble number(Optional<Double> number) {
        return number.filter(Double::isFinite)
                .map(OptionalDouble::of)
                .orElse(OptionalDouble.empty());
    }
}
