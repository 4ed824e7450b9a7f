package etude.trainer.run;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import etude.datasets.EtudeException;
import etude.datasets.augment.Augmenter;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.Splits;
import etude.trainer.check.PrecisionCheck;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.Durations;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.DeviceFacts;
import etude.trainer.engine.Devices;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.files.AtomicFiles;
import etude.trainer.loop.Cadence;
import etude.trainer.loop.Readers;
import etude.trainer.loop.TrainLoop;
import etude.trainer.loop.Training;
import etude.trainer.metrics.Measurement;
import etude.trainer.metrics.MetricsLog;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.provider.RememberedJar;
import etude.trainer.weights.LoadReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * One attempt at one run: from config to summary. A further call with the same config continues
 * where the last attempt stopped. One run at a time in a process: the engine allows one gradient
 * collector, and a native fault takes the process with it.
 */
public final class TrainingRun {
    private final RunConfig config;
    private final RunDirectory directory;
    private final ModelProvider provider;
    private final Device device;
    private final Progress progress;
    private final BooleanSupplier stopRequested;
    private final Ranks ranks;

    private TrainingRun(
            RunConfig config,
            RunDirectory directory,
            ModelProvider provider,
            Device device,
            Progress progress,
            BooleanSupplier stopRequested,
            Ranks ranks) {
        this.config = config;
        this.directory = directory;
        this.provider = provider;
        this.device = device;
        this.progress = progress;
        this.stopRequested = stopRequested;
        this.ranks = ranks;
    }

    /**
     * Trains, or goes on training, until a signal stops it.
     *
     * @throws EtudeException for whatever the user can mend: data, disk, device, a config that does
     *     not fit the directory
     */
    public static Outcome execute(RunConfig wanted, RunOptions options, Progress progress) {
        return execute(wanted, options, progress, Ranks.alone());
    }

    /**
     * Likewise, as one of several ranks, each of which calls this with the same config. Rank 0
     * writes the run directory, which no other needs to see; a signal to any rank stops all.
     *
     * @param progress told nothing but at rank 0
     */
    public static Outcome execute(
            RunConfig wanted, RunOptions options, Progress progress, Ranks ranks) {
        StopSignals signals =
                StopSignals.install("saving a checkpoint after this step", progress::note);
        return execute(wanted, options, progress, signals::requested, ranks);
    }

    /**
     * Likewise, until somebody stops it; signals are left to them.
     *
     * @param stop asked between steps, at each rank
     */
    public static Outcome execute(
            RunConfig wanted,
            RunOptions options,
            Progress progress,
            BooleanSupplier stop,
            Ranks ranks) {
        ranks.use(wanted.distributed());
        try (KeptData data = new KeptData()) {
            return ranks.leads()
                    ? execute(wanted, options, progress, stop, data, ranks)
                    : new FollowingRun(wanted, options, ranks, stop).execute(data);
        }
    }

    /**
     * Trains, or goes on training, until somebody stops it; signals are left to them.
     *
     * @param stop asked between steps, before anything is written; what it throws ends the attempt
     */
    public static Outcome execute(
            RunConfig wanted, RunOptions options, Progress progress, BooleanSupplier stop) {
        return execute(wanted, options, progress, stop, Ranks.alone());
    }

    /**
     * Likewise, one run of several in this process.
     *
     * @param data which they share
     */
    public static Outcome execute(
            RunConfig wanted,
            RunOptions options,
            Progress progress,
            BooleanSupplier stop,
            KeptData data) {
        return execute(wanted, options, progress, stop, data, Ranks.alone());
    }

    private static Outcome execute(
            RunConfig wanted,
            RunOptions options,
            Progress progress,
            BooleanSupplier stop,
            KeptData data,
            Ranks ranks) {
        Training.requireRanks(wanted, ranks.size());
        RunDirectory directory = new RunDirectory(options.directory());
        Optional<ContinuedRun> continuation =
                options.continued()
                        .filter(from -> options.fresh() || !ContinuedRun.isBegun(directory, from))
                        .map(from -> ContinuedRun.of(wanted, from, directory, progress::note));
        if (options.fresh() || !Files.exists(directory.root())) {
            requireFittingAugmentation(wanted, progress, data);
        }
        if (options.fresh()) {
            ResumePolicy.putAside(directory, progress::note);
        }
        directory.create();
        try (RunLock lock = RunLock.acquire(directory)) {
            continuation.ifPresent(begun -> begun.begin(lock.run(), progress::note));
            return locked(wanted, options, lock.run(), progress, stop, data, ranks);
        }
    }

    /** Before there is a folder, which would have to be removed. */
    private static void requireFittingAugmentation(
            RunConfig wanted, Progress progress, KeptData data) {
        if (!wanted.dataset().augment().isEmpty()) {
            Splits splits = data.of(wanted.dataset(), progress::note).splits();
            Augmenter.of(wanted.dataset().augment(), splits.train().spec(), wanted.seed());
        }
    }

    /**
     * Trains as the config says to its end or, if that comes first, to a step, after which it is as
     * if somebody had stopped it: with a checkpoint, and further steps of the schedule left.
     *
     * @param lastStep updates to do in all
     */
    public static Outcome executeUntil(
            RunConfig wanted, RunOptions options, Progress progress, long lastStep) {
        StopSignals signals =
                StopSignals.install("saving a checkpoint after this step", progress::note);
        UntilStep until = new UntilStep(progress, lastStep);
        return execute(wanted, options, until, () -> until.reached() || signals.requested());
    }

    private static Outcome locked(
            RunConfig wanted,
            RunOptions options,
            RunDirectory directory,
            Progress progress,
            BooleanSupplier stop,
            KeptData data,
            Ranks ranks) {
        ModelRegistry models = ModelRegistry.load();
        RunConfig reconciled = ResumePolicy.reconcile(wanted, directory, models);
        RunConfig config = reconciled.withKernels(reconciled.kernels().fixed());
        Devices.configure(config.threads().orAll(), config.precision(), config.deterministic());
        Device device = Devices.resolve(options.device());
        new Agreement(ranks).onTraining(wanted, device);
        write(config, directory);
        if (RememberedJar.read(directory.root()).isEmpty()) {
            RememberedJar.write(UsedJars.of(config), directory.root());
        }
        RememberedJar.changes(directory.root()).forEach(progress::note);
        ModelProvider provider = models.require(config.model().name());
        return new TrainingRun(config, directory, provider, device, progress, stop, ranks)
                .recorded(new Attempts(directory), facts(options, device, ranks), data);
    }

    private static void write(RunConfig config, RunDirectory directory) {
        byte[] resolved = ConfigWriter.toYaml(config).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(directory.config(), resolved);
    }

    private static AttemptFacts facts(RunOptions options, Device device, Ranks ranks) {
        Map<String, String> engine = new TreeMap<>(DeviceFacts.of(device));
        if (ranks.size() > 1) {
            engine.put("ranks", ranks.places());
        }
        return new AttemptFacts(
                options.command(), options.git(), device.toString(), Versions.all(), engine);
    }

    private Outcome recorded(Attempts attempts, AttemptFacts facts, KeptData data) {
        Attempt attempt = attempts.start(facts);
        try {
            Outcome outcome = attempt(data);
            attempts.end(attempt, RunEnd.of(outcome));
            return outcome;
        } catch (RunAbandonedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            ranks.fail(e);
            attempts.endAfter(e, attempt, RunEnd.of(e, config));
            Optional<Outcome.OutOfMemory> memory = Outcome.OutOfMemory.of(e, config);
            if (memory.isEmpty()) {
                throw e;
            }
            return memory.get();
        } finally {
            progress.finished();
        }
    }

    private Outcome attempt(KeptData data) {
        CheckpointDirectory checkpoints = CheckpointDirectory.forWriting(directory.checkpoints());
        LoadedCheckpoint from =
                checkpoints.loadLatest(progress::note).orElse(LoadedCheckpoint.none());
        requireStateOfEarlierRun(from.step());
        Optional<InitialSource> source =
                config.initializeFrom()
                        .filter(any -> from.step() == 0) // a checkpoint has everything
                        .map(named -> InitialSource.of(named, progress::note));
        KeptData.Opened opened = data.of(config.dataset(), progress::note);
        opened.splits().warnings().forEach(progress::note);
        new Agreement(ranks).onData(opened.fingerprint());
        return withFixedThreads(opened.splits()).attempt(opened, checkpoints, from, source);
    }

    /** A continuation without its checkpoints must not become a run from the start. */
    private void requireStateOfEarlierRun(long step) {
        Lineage.read(directory)
                .filter(of -> step < of.step())
                .ifPresent(
                        of -> {
                            throw new EtudeException(
                                    "%s goes on from step %s of %s, and none of its checkpoints is undamaged; use --continue with --fresh to begin again from there"
                                            .formatted(directory.root(), of.step(), of.run()));
                        });
    }

    /** The number of threads depends on the model's size, and this on the data. */
    private TrainingRun withFixedThreads(Splits splits) {
        RunConfig fixed;
        try {
            fixed =
                    Training.withFixedThreads(
                            config, provider, splits.train().spec(), device, ranks);
        } catch (EngineException e) { // of a model's builder
            throw Devices.explained(e);
        }
        Devices.useThreads(fixed.threads().orAll());
        write(fixed, directory);
        new Agreement(ranks).onResolved(fixed);
        return new TrainingRun(fixed, directory, provider, device, progress, stopRequested, ranks);
    }

    private Outcome attempt(
            KeptData.Opened opened,
            CheckpointDirectory checkpoints,
            LoadedCheckpoint from,
            Optional<InitialSource> source) {
        Splits splits = opened.splits();
        RunClock clock = RunClock.from(from.facts());
        ResolvedDurations durations = Durations.resolve(config, splits.train().size());
        durations.advice(config).forEach(progress::note);
        Ranking.require(config, splits);
        progress.measures(Ranking.measured(config, splits));
        DataFingerprint data = opened.fingerprint();
        data.require(from, durations, directory.root());
        requireMeasurements(from.step(), durations);
        noteRanks(from.step());
        RunFacts facts =
                RunFacts.of(
                        config,
                        durations,
                        RunFacts.Data.of(splits, config, data),
                        device.toString(),
                        ranks.size());
        facts.write(directory);
        Summaries summaries = new Summaries(directory, facts, clock);
        RunRecorder.Checkpoints saved =
                new RunRecorder.Checkpoints(
                        checkpoints,
                        config.checkpoints().keepBest(),
                        facts.ranking(),
                        clock,
                        data,
                        Preprocessing.of(splits));
        try {
            Ended ended = train(splits, durations, facts.data(), from, saved, source);
            Outcome outcome = ended.outcome();
            Summary summary = summaries.write(RunEnd.of(outcome), ended.step());
            summary.warning().ifPresent(progress::note);
            return outcome;
        } catch (RunAbandonedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            summaries.writeAfter(e, RunEnd.of(e, config));
            throw e;
        }
    }

    /** The order of a sum changes its last bits. */
    private void noteRanks(long step) {
        int before = step == 0 ? ranks.size() : ranksBefore();
        if (before != ranks.size()) {
            progress.note(
                    "trained by %s up to now, and by %s from step %d on: the last bits of all numbers may differ from those of a run that keeps their number"
                            .formatted(words(before), words(ranks.size()), step));
        } else if (ranks.size() > 1) {
            progress.note(
                    "%d ranks, %d examples of each batch in each: %s"
                            .formatted(
                                    ranks.size(),
                                    config.batchSize() / ranks.size(),
                                    ranks.places()));
        }
    }

    private int ranksBefore() {
        try {
            return RunFacts.read(directory).map(RunFacts::ranks).orElse(ranks.size());
        } catch (EtudeException e) {
            return ranks.size(); // the file is damaged, and about to be written anew
        }
    }

    private static String words(int ranks) {
        return ranks == 1 ? "one rank" : ranks + " ranks";
    }

    /**
     * Logs reach the disk before a checkpoint does, so those of a run that has one are whole,
     * unless somebody cut them off: then the best step would be chosen from what is left.
     */
    private void requireMeasurements(long step, ResolvedDurations durations) {
        Path file = directory.metrics();
        if (step == 0 || !Files.exists(file)) {
            return;
        }
        Cadence logging = new Cadence(durations.logEvery(), durations.totalSteps());
        long expected = logging.due(step) ? step : logging.previous(step);
        long found = MetricsLog.read(file).stream().mapToLong(Measurement::step).max().orElse(0);
        if (found < expected) {
            throw new EtudeException(
                    "%s: expected measurements up to step %d, as the checkpoint of step %d was saved after them, found them up to step %d; restore the file, or delete it to go on without what it held"
                            .formatted(file, expected, step, found));
        }
    }

    private record Ended(Outcome outcome, long step) {}

    /** What the run holds on the device and in open files is closed before anyone sums it up. */
    private Ended train(
            Splits splits,
            ResolvedDurations durations,
            RunFacts.Data data,
            LoadedCheckpoint from,
            RunRecorder.Checkpoints checkpoints,
            Optional<InitialSource> source) {
        try (Training training = training(splits, durations)) {
            training.weighting().ifPresent(progress::note);
            if (from.step() == 0) {
                start(training, splits, source);
            }
            TrainLoop.End end = loop(training, durations, data, from, checkpoints);
            Outcome outcome = Outcome.of(end, durations.totalSteps());
            RestOfFirst rest = new RestOfFirst(ranks);
            boolean whole =
                    !(outcome instanceof Outcome.Completed)
                            || new WholeValidationRun(
                                            directory,
                                            checkpoints.directory(),
                                            checkpoints.ranking(),
                                            splits.validation(),
                                            data.evaluatedExamples().orElse(0),
                                            progress)
                                    .complete(training, rest.stopping(stopRequested));
            if (outcome instanceof Outcome.Completed) {
                rest.end();
            }
            return new Ended(whole ? outcome : new Outcome.Preempted(end.step()), end.step());
        } catch (EngineException e) {
            throw Devices.explained(e);
        }
    }

    /** Gives the model its initial weights, and keeps what was done, or that nothing was. */
    private void start(Training training, Splits splits, Optional<InitialSource> source) {
        Optional<LoadReport> report =
                source.map(named -> named.load(training, config, splits.encoding()));
        report.ifPresentOrElse(
                loaded -> loaded.write(directory.initialWeights()),
                () -> AtomicFiles.delete(directory.initialWeights()));
        report.ifPresent(loaded -> loaded.sentences().forEach(progress::note));
    }

    private TrainLoop.End loop(
            Training training,
            ResolvedDurations durations,
            RunFacts.Data data,
            LoadedCheckpoint from,
            RunRecorder.Checkpoints checkpoints) {
        try (RunRecorder recorder =
                RunRecorder.open(directory, from.step(), data, checkpoints, progress)) {
            progress.started(config.name(), from.step(), durations.totalSteps());
            StepSeries past = StepsFile.read(directory.steps());
            return training.run(from, past, recorder, stopRequested);
        }
    }

    private Training training(Splits splits, ResolvedDurations durations) {
        if (!device.isGpu()) {
            config.kernels().note(ProcessorType.ofThisMachine()).ifPresent(progress::note);
            if (config.precision() == Precision.BFLOAT16) {
                PrecisionCheck.ofCpu().advice().ifPresent(progress::note);
            }
        }
        try {
            provider.advice(
                            config.model().settings(),
                            Training.context(config, splits.train().spec(), ranks.size()))
                    .forEach(progress::note);
            return new Training(
                    config,
                    provider,
                    splits,
                    durations,
                    device,
                    Readers.count(ranks.onThisHost()),
                    ranks);
        } catch (EtudeException e) {
            throw new UnfitModelException(e);
        }
    }
}
