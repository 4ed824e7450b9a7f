package etude.trainer.run;

import ai.djl.engine.EngineException;
import etude.datasets.EtudeException;
import etude.datasets.split.Splits;
import etude.trainer.check.PrecisionCheck;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.Devices;
import etude.trainer.engine.Precision;
import etude.trainer.engine.ProcessorType;
import etude.trainer.files.AtomicFiles;
import etude.trainer.loop.Readers;
import etude.trainer.loop.TrainLoop;
import etude.trainer.loop.Training;
import etude.trainer.metrics.StepSeries;
import etude.trainer.metrics.StepsFile;
import etude.trainer.weights.LoadReport;
import java.util.Optional;

/**
 * The part of an attempt that has a model on the device. What it holds there and in open files is
 * closed before anyone sums it up.
 */
record RunOnDevice(
        RunAttempt attempt,
        Splits splits,
        ResolvedDurations durations,
        RunFacts.Data data,
        RunRecorder.Checkpoints checkpoints) {

    record Ended(Outcome outcome, long step) {}

    /** Trains, and measures what the best checkpoints reach on all validation examples. */
    Ended train(LoadedCheckpoint from, Optional<InitialSource> source) {
        try (Training training = training()) {
            training.weighting().ifPresent(progress()::note);
            if (from.step() == 0) {
                start(training, source);
            }
            TrainLoop.End end = loop(training, from);
            Outcome outcome = Outcome.of(end, durations.totalSteps());
            SharedValidation all =
                    new SharedValidation(training, splits.validation(), context().ranks());
            boolean whole =
                    !(outcome instanceof Outcome.Completed)
                            || new WholeValidationRun(
                                            attempt.directory(),
                                            checkpoints.directory(),
                                            checkpoints.ranking(),
                                            all,
                                            data.evaluatedExamples().orElse(0),
                                            progress())
                                    .complete(training, context().stop());
            if (outcome instanceof Outcome.Completed) {
                all.end();
            }
            return new Ended(whole ? outcome : new Outcome.Preempted(end.step()), end.step());
        } catch (EngineException e) {
            throw Devices.explained(e);
        }
    }

    private Training training() {
        RunConfig config = attempt.config();
        Ranks ranks = context().ranks();
        if (!attempt.device().isGpu()) {
            config.kernels().note(ProcessorType.ofThisMachine()).ifPresent(progress()::note);
            if (config.precision() == Precision.BFLOAT16) {
                PrecisionCheck.ofCpu().advice().ifPresent(progress()::note);
            }
        }
        try {
            attempt.provider()
                    .advice(
                            config.model().settings(),
                            Training.context(config, splits.train().spec(), ranks.size()))
                    .forEach(progress()::note);
            return new Training(
                    config,
                    attempt.provider(),
                    splits,
                    durations,
                    attempt.device(),
                    Readers.count(ranks.onThisHost(), config.dataset()),
                    ranks);
        } catch (EtudeException e) {
            throw new UnfitModelException(e);
        }
    }

    /** Gives the model its initial weights, and keeps what was done, or that nothing was. */
    private void start(Training training, Optional<InitialSource> source) {
        RunDirectory directory = attempt.directory();
        Optional<LoadReport> report =
                source.map(named -> named.load(training, attempt.config(), splits.encoding()));
        report.ifPresentOrElse(
                loaded -> loaded.write(directory.initialWeights()),
                () -> AtomicFiles.delete(directory.initialWeights()));
        report.ifPresent(loaded -> loaded.sentences().forEach(progress()::note));
    }

    private TrainLoop.End loop(Training training, LoadedCheckpoint from) {
        RunDirectory directory = attempt.directory();
        try (RunRecorder recorder =
                RunRecorder.open(directory, from.step(), data, checkpoints, progress())) {
            progress().started(attempt.config().name(), from.step(), durations.totalSteps());
            StepSeries past = StepsFile.read(directory.steps());
            return training.run(from, past, recorder, context().stop());
        }
    }

    private RunContext context() {
        return attempt.context();
    }

    private Progress progress() {
        return context().progress();
    }
}
