package etude.trainer.run;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.Durations;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.DeviceFacts;
import etude.trainer.engine.Devices;
import etude.trainer.files.AtomicFiles;
import etude.trainer.loop.Training;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.provider.RememberedJar;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One attempt at a run whose directory is locked: it is recorded when it begins, and how it ends,
 * whatever that is.
 *
 * @param config with kernels that suit this processor; the number of threads waits for the data
 */
record RunAttempt(
        RunConfig config,
        RunDirectory directory,
        ModelProvider provider,
        Device device,
        RunContext context) {

    /** Settles what the run is, and sets the engine up for it. */
    static RunAttempt of(RunConfig wanted, RunDirectory directory, RunContext context) {
        ModelRegistry models = ModelRegistry.load();
        RunConfig reconciled = ResumePolicy.reconcile(wanted, directory, models);
        RunConfig config = reconciled.withKernels(reconciled.kernels().fixed());
        Devices.configure(config.threads().orAll(), config.precision(), config.deterministic());
        Device device = Devices.resolve(context.options().device());
        new Agreement(context.ranks()).onTraining(wanted, device);
        write(config, directory);
        if (RememberedJar.read(directory.root()).isEmpty()) {
            RememberedJar.write(UsedJars.of(config), directory.root());
        }
        RememberedJar.changes(directory.root()).forEach(context.progress()::note);
        ModelProvider provider = models.require(config.model().name());
        return new RunAttempt(config, directory, provider, device, context);
    }

    private static void write(RunConfig config, RunDirectory directory) {
        byte[] resolved = ConfigWriter.toYaml(config).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(directory.config(), resolved);
    }

    Outcome make() {
        Attempts attempts = new Attempts(directory);
        Attempt attempt = attempts.start(facts());
        try {
            Outcome outcome = onData();
            attempts.end(attempt, RunEnd.of(outcome));
            return outcome;
        } catch (RunAbandonedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            context.ranks().fail(e);
            attempts.endAfter(e, attempt, RunEnd.of(e, config));
            Optional<Outcome.OutOfMemory> memory = Outcome.OutOfMemory.of(e, config);
            if (memory.isEmpty()) {
                throw e;
            }
            return memory.get();
        } finally {
            context.progress().finished();
        }
    }

    private AttemptFacts facts() {
        RunOptions options = context.options();
        Map<String, String> engine = new TreeMap<>(DeviceFacts.of(device));
        if (context.ranks().size() > 1) {
            engine.put("ranks", context.ranks().places());
        }
        return new AttemptFacts(
                options.command(), options.git(), device.toString(), Versions.all(), engine);
    }

    private Outcome onData() {
        Progress progress = context.progress();
        CheckpointDirectory checkpoints = CheckpointDirectory.forWriting(directory.checkpoints());
        EarlierAttempts earlier = EarlierAttempts.read(directory, checkpoints, progress::note);
        Optional<InitialSource> source = earlier.initialSource(config, progress::note);
        KeptData.Opened opened = context.data().of(config.dataset(), progress::note);
        opened.splits().warnings().forEach(progress::note);
        new Agreement(context.ranks()).onData(opened.fingerprint());
        return withFixedThreads(opened.splits()).goOn(opened, checkpoints, earlier, source);
    }

    /** The number of threads depends on the model's size, and this on the data. */
    private RunAttempt withFixedThreads(Splits splits) {
        RunConfig fixed;
        Ranks ranks = context.ranks();
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
        return new RunAttempt(fixed, directory, provider, device, context);
    }

    private Outcome goOn(
            KeptData.Opened opened,
            CheckpointDirectory checkpoints,
            EarlierAttempts earlier,
            Optional<InitialSource> source) {
        Splits splits = opened.splits();
        Progress progress = context.progress();
        RunClock clock = RunClock.from(earlier.checkpoint().facts());
        ResolvedDurations durations = Durations.resolve(config, splits.train().size());
        durations.advice(config).forEach(progress::note);
        Ranking.require(config, splits);
        progress.measures(Ranking.measured(config, splits));
        DataFingerprint data = opened.fingerprint();
        data.require(earlier.checkpoint(), durations, directory.root());
        earlier.requireMeasurements(durations);
        earlier.noteOn(context.ranks(), config.batchSize()).ifPresent(progress::note);
        RunFacts facts =
                RunFacts.of(
                        config,
                        durations,
                        RunFacts.Data.of(splits, config, data),
                        device.toString(),
                        context.ranks().size());
        facts.write(directory);
        RunRecorder.Checkpoints saved =
                new RunRecorder.Checkpoints(
                        checkpoints,
                        config.checkpoints().keepBest(),
                        facts.ranking(),
                        clock,
                        data,
                        Preprocessing.of(splits));
        RunOnDevice trained = new RunOnDevice(this, splits, durations, facts.data(), saved);
        return summedUp(trained, earlier, source, new Summaries(directory, facts, clock));
    }

    private Outcome summedUp(
            RunOnDevice trained,
            EarlierAttempts earlier,
            Optional<InitialSource> source,
            Summaries summaries) {
        try {
            RunOnDevice.Ended ended = trained.train(earlier.checkpoint(), source);
            Summary summary = summaries.write(RunEnd.of(ended.outcome()), ended.step());
            summary.warning().ifPresent(context.progress()::note);
            return ended.outcome();
        } catch (RunAbandonedException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            summaries.writeAfter(e, RunEnd.of(e, config));
            throw e;
        }
    }
}
