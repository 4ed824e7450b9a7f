package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.datasets.augment.Augmenter;
import etude.datasets.split.Splits;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.Ranks;
import etude.trainer.loop.RanksRequirements;
import java.nio.file.Files;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Trains a run from its config to its summary. A further call with the same config continues where
 * the last attempt stopped. One run at a time in a process: the engine allows one gradient
 * collector, and a native fault takes the process with it.
 */
public final class TrainingRun {
    private TrainingRun() {}

    /**
     * Trains, or goes on training, until a signal stops it.
     *
     * @throws EtudeException for whatever the user can mend: data, disk, device, a config that does
     *     not fit the directory
     */
    public static Outcome execute(RunConfig wanted, RunOptions options, Progress progress) {
        try (KeptData data = new KeptData()) {
            return execute(wanted, options, progress, Ranks.alone(), data);
        }
    }

    /**
     * Likewise, as one of several ranks, each of which calls this with the same config. Rank 0
     * writes the run directory, which no other needs to see; a signal to any rank stops all.
     *
     * @param progress told nothing but at rank 0
     * @param data of this run, for who wants to look at them afterwards
     */
    public static Outcome execute(
            RunConfig wanted, RunOptions options, Progress progress, Ranks ranks, KeptData data) {
        StopSignals signals =
                StopSignals.install("saving a checkpoint after this step", progress::note);
        return execute(wanted, new RunContext(options, progress, signals::requested, data, ranks));
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
        try (KeptData data = new KeptData()) {
            return execute(wanted, new RunContext(options, progress, stop, data, ranks));
        }
    }

    private static Outcome execute(RunConfig wanted, RunContext context) {
        context.ranks().use(wanted.distributed());
        return context.ranks().leads()
                ? lead(wanted, context)
                : new FollowingRun(wanted, context).execute();
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
        return lead(wanted, new RunContext(options, progress, stop, data, Ranks.alone()));
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

    private static Outcome lead(RunConfig wanted, RunContext context) {
        RunOptions options = context.options();
        Progress progress = context.progress();
        RanksRequirements.check(wanted, context.ranks().size());
        RunDirectory directory = new RunDirectory(options.directory());
        Optional<ContinuedRun> continuation =
                options.continued()
                        .filter(from -> options.fresh() || !ContinuedRun.isBegun(directory, from))
                        .map(from -> ContinuedRun.of(wanted, from, directory, progress::note));
        if (options.fresh() || !Files.exists(directory.root())) {
            requireFittingAugmentation(wanted, context);
        }
        if (options.fresh()) {
            ResumePolicy.putAside(directory, progress::note);
        }
        directory.create();
        try (RunLock lock = RunLock.acquire(directory)) {
            continuation.ifPresent(begun -> begun.begin(lock.run(), progress::note));
            return RunAttempt.of(wanted, lock.run(), context).make();
        }
    }

    /** Before there is a folder, which would have to be removed. */
    private static void requireFittingAugmentation(RunConfig wanted, RunContext context) {
        if (!wanted.dataset().augment().isEmpty()) {
            Splits splits = context.data().of(wanted.dataset(), context.progress()::note).splits();
            Augmenter.of(wanted.dataset().augment(), splits.train().spec(), wanted.seed());
        }
    }
}
