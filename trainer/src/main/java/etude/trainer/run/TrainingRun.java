package etude.trainer.run;

import ai.djl.Device;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.FixedSample;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.Durations;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.config.Threads;
import etude.trainer.engine.Devices;
import etude.trainer.engine.MemoryFailure;
import etude.trainer.files.AtomicFiles;
import etude.trainer.loop.Readers;
import etude.trainer.loop.TrainLoop;
import etude.trainer.loop.Training;
import etude.trainer.metrics.StepsFile;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * One attempt at one run: from config to summary. The same call again continues where the last
 * attempt stopped. One run per process: the engine allows one gradient collector, and a native
 * fault takes the process with it.
 */
public final class TrainingRun {
    private final RunConfig config;
    private final RunDirectory directory;
    private final ModelProvider provider;
    private final Device device;
    private final Progress progress;
    private final BooleanSupplier stopRequested;

    private TrainingRun(
            RunConfig config,
            RunDirectory directory,
            ModelProvider provider,
            Device device,
            Progress progress,
            BooleanSupplier stopRequested) {
        this.config = config;
        this.directory = directory;
        this.provider = provider;
        this.device = device;
        this.progress = progress;
        this.stopRequested = stopRequested;
    }

    /**
     * Trains, or goes on training.
     *
     * @throws EtudeException for whatever the user can mend: data, disk, device, a config that does
     *     not fit the directory
     */
    public static Outcome execute(RunConfig wanted, RunOptions options, Progress progress) {
        return execute(wanted, options, progress, () -> false);
    }

    /**
     * The same for a run that others may stop too.
     *
     * @param stop asked between steps, before anything is written; what it throws ends the attempt
     */
    public static Outcome execute(
            RunConfig wanted, RunOptions options, Progress progress, BooleanSupplier stop) {
        StopSignals signals =
                StopSignals.install("saving a checkpoint after this step", progress::note);
        BooleanSupplier stopRequested = () -> stop.getAsBoolean() || signals.requested();
        RunDirectory directory = new RunDirectory(options.directory());
        if (options.fresh()) {
            ResumePolicy.putAside(directory, progress::note);
        }
        directory.create();
        try (RunLock lock = RunLock.acquire(directory)) {
            return locked(wanted, options, lock.run(), progress, stopRequested);
        }
    }

    private static Outcome locked(
            RunConfig wanted,
            RunOptions options,
            RunDirectory directory,
            Progress progress,
            BooleanSupplier stopRequested) {
        ModelRegistry models = ModelRegistry.load();
        RunConfig config = withFixedThreads(ResumePolicy.reconcile(wanted, directory, models));
        Devices.configure(config.threads().count().orElseThrow(), config.precision());
        Device device = Devices.resolve(options.device());
        byte[] resolved = ConfigWriter.toYaml(config).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(directory.config(), resolved);
        ModelProvider provider = models.require(config.model().name());
        Attempt attempt = new Attempts(directory).start(facts(options, device));
        return new TrainingRun(config, directory, provider, device, progress, stopRequested)
                .recorded(attempt);
    }

    private static RunConfig withFixedThreads(RunConfig config) {
        return config.withThreads(new Threads(OptionalInt.of(config.threads().orAll())));
    }

    private static AttemptFacts facts(RunOptions options, Device device) {
        return new AttemptFacts(
                options.command(), Path.of("").toAbsolutePath(), device.toString(), Versions.all());
    }

    private Outcome recorded(Attempt attempt) {
        try {
            Outcome outcome = attempt();
            attempt.end(Ending.of(outcome));
            return outcome;
        } catch (RunAbandonedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            record(attempt, ending(e), e);
            Optional<Outcome> memory = outOfMemory(e);
            if (memory.isEmpty()) {
                throw e;
            }
            return memory.get();
        } finally {
            progress.finished();
        }
    }

    private Ending ending(Throwable failure) {
        return outOfMemory(failure)
                .map(Ending::of)
                .orElseGet(() -> Ending.failed(String.valueOf(failure.getMessage())));
    }

    private Optional<Outcome> outOfMemory(Throwable failure) {
        boolean evaluating = failure instanceof EvaluationMemoryException;
        return MemoryFailure.detail(failure)
                .map(
                        detail ->
                                evaluating
                                        ? new Outcome.OutOfMemory(
                                                "evaluation.batch_size",
                                                config.evaluation().batchSize(),
                                                detail)
                                        : new Outcome.OutOfMemory(
                                                "batch_size", config.batchSize(), detail));
    }

    /** A record that cannot be written, as on a full disk, must not hide why the attempt failed. */
    private static void record(Attempt attempt, Ending ending, Throwable failure) {
        try {
            attempt.end(ending);
        } catch (EtudeException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }

    private Outcome attempt() {
        CheckpointDirectory checkpoints = CheckpointDirectory.forWriting(directory.checkpoints());
        Optional<LoadedCheckpoint> latest = checkpoints.loadLatest(progress::note);
        LoadedCheckpoint from =
                latest.orElse(new LoadedCheckpoint(0, Map.of(), Map.of(), Map.of(), Map.of()));
        RunClock clock = RunClock.from(from.facts());
        try (Splits splits =
                Sources.open(config.dataset(), DataRoot.fromEnvironment(), progress::note)) {
            splits.warnings().forEach(progress::note);
            ResolvedDurations durations = Durations.resolve(config, splits.train().size());
            durations.advice(config).forEach(progress::note);
            Ranking.require(config, splits);
            progress.measures(Ranking.measured(config, splits));
            DataFingerprint data = DataFingerprint.of(splits);
            data.require(from, directory.root());
            if (from.step() > durations.totalSteps()) {
                throw new EtudeException(
                        "%s: the checkpoint is of step %d, the run has %d now; its data have changed, so use --fresh or another --run-dir"
                                .formatted(directory.root(), from.step(), durations.totalSteps()));
            }
            try (Training training = training(splits, durations);
                    RunLogs logs = RunLogs.open(directory, from.step())) {
                progress.started(config.name(), from.step(), durations.totalSteps());
                RunRecorder.Destination destination =
                        new RunRecorder.Destination(logs, checkpoints, directory);
                TrainLoop.End end;
                try (BackgroundWriter writer = new BackgroundWriter()) {
                    end =
                            training.run(
                                    from,
                                    StepsFile.read(directory.steps()),
                                    state ->
                                            new RunRecorder(
                                                    destination,
                                                    config.checkpoints(),
                                                    Ranking.metric(config, splits),
                                                    state,
                                                    training.evaluation(),
                                                    evaluationSets(splits),
                                                    progress,
                                                    () -> facts(clock, data),
                                                    writer),
                                    stopRequested);
                }
                Outcome outcome = outcome(end, durations.totalSteps());
                Summary summary =
                        Summaries.write(
                                directory,
                                Ending.of(outcome),
                                config,
                                Ranking.metric(config, splits),
                                end.step(),
                                clock.seconds());
                Summaries.advice(summary).ifPresent(progress::note);
                return outcome;
            } catch (RunAbandonedException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                summarize(e, splits, clock);
                throw e;
            }
        }
    }

    private Training training(Splits splits, ResolvedDurations durations) {
        try {
            provider.advice(
                            config.model().settings(),
                            Training.context(config, splits.train().spec()))
                    .forEach(progress::note);
            return new Training(config, provider, splits, durations, device, Readers.count());
        } catch (EtudeException e) {
            throw new UnfitModelException(e);
        }
    }

    /**
     * What was done before a failure is worth a summary, though one that cannot be written must not
     * hide the failure.
     */
    private void summarize(Throwable failure, Splits splits, RunClock clock) {
        if (!Files.exists(directory.metrics()) || !Files.exists(directory.steps())) {
            return;
        }
        try {
            Summaries.write(
                    directory,
                    ending(failure),
                    config,
                    Ranking.metric(config, splits),
                    StepsFile.read(directory.steps()).size(),
                    clock.seconds());
        } catch (EtudeException unwritten) {
            failure.addSuppressed(unwritten);
        }
    }

    private static Map<String, String> facts(RunClock clock, DataFingerprint data) {
        Map<String, String> facts = new LinkedHashMap<>(clock.facts());
        facts.putAll(data.facts());
        return facts;
    }

    private RunRecorder.EvaluationSets evaluationSets(Splits splits) {
        long seed = config.dataset().splitSeed();
        Dataset train = splits.train();
        Dataset validation = splits.validation();
        return new RunRecorder.EvaluationSets(
                sample(train, config.evaluation().trainExamples().of(train.size()), seed),
                sample(
                        validation,
                        config.evaluation().validationExamples().of(validation.size()),
                        seed),
                PredictedExamples.choose(config, validation));
    }

    private static Optional<Dataset> sample(Dataset examples, int count, long splitSeed) {
        if (count == 0) {
            return Optional.empty();
        }
        return Optional.of(
                count == examples.size() ? examples : FixedSample.of(examples, count, splitSeed));
    }

    private static Outcome outcome(TrainLoop.End end, long totalSteps) {
        if (end.diverged().isPresent()) {
            return new Outcome.Diverged(end.diverged().getAsLong());
        }
        return end.step() == totalSteps
                ? new Outcome.Completed(totalSteps)
                : new Outcome.Preempted(end.step());
    }
}
