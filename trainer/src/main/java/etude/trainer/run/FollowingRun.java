package etude.trainer.run;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.Durations;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import etude.trainer.engine.Devices;
import etude.trainer.loop.Readers;
import etude.trainer.loop.TrainLoop;
import etude.trainer.loop.Training;
import etude.trainer.metrics.StepSeries;
import etude.trainer.model.ModelRegistry;

/**
 * The part of a run that another rank than 0 has. It goes the way of {@link RunAttempt}, meets rank
 * 0 at the same places, and has no run directory: what it needs of that it is sent.
 */
record FollowingRun(RunConfig wanted, RunContext context) {
    Outcome execute() {
        Ranks ranks = context.ranks();
        Devices.configure(wanted.threads().orAll(), wanted.precision(), wanted.deterministic());
        Device device = Devices.resolve(context.options().device());
        Agreement agreement = new Agreement(ranks);
        agreement.onTraining(wanted, device);
        KeptData.Opened opened = context.data().of(wanted.dataset(), note -> {});
        agreement.onData(opened.fingerprint());
        RunConfig config = agreement.onResolved(wanted);
        Devices.useThreads(config.threads().orAll());
        ResolvedDurations durations = Durations.resolve(config, opened.splits().train().size());
        try (Training training =
                new Training(
                        config,
                        ModelRegistry.load().require(config.model().name()),
                        opened.splits(),
                        durations,
                        device,
                        Readers.count(ranks.onThisHost(), config.dataset()),
                        ranks)) {
            TrainLoop.End end =
                    training.run(
                            LoadedCheckpoint.none(),
                            StepSeries.none(),
                            new Unrecorded(),
                            context.stop());
            Outcome outcome = Outcome.of(end, durations.totalSteps());
            if (outcome instanceof Outcome.Completed) {
                new SharedValidation(training, opened.splits().validation(), ranks)
                        .accompany(context.stop());
            }
            return outcome;
        } catch (EngineException e) {
            throw Devices.explained(e);
        }
    }
}
