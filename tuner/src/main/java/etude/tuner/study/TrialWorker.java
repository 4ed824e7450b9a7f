package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.datasets.MissingDataException;
import etude.trainer.config.ConfigException;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.files.UnwritableException;
import etude.trainer.files.WriteFailures;
import etude.trainer.run.GitState;
import etude.trainer.run.HostName;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunInUseException;
import etude.trainer.run.RunOptions;
import etude.trainer.run.TrainingRun;
import etude.trainer.run.UnusableRunException;
import etude.trainer.run.Versions;
import etude.tuner.store.AttemptOrigin;
import etude.tuner.store.Claim;
import etude.tuner.store.Ending;
import etude.tuner.store.Infeasible;
import etude.tuner.store.StoreTroubleException;
import etude.tuner.store.TrialLostException;
import etude.tuner.text.Shell;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Claims one trial or rerun and trains it: what a worker's process does again and again.
 *
 * @param state of this process
 * @param stop asked between steps: whether to stop with a checkpoint
 * @param messages told how the trial goes
 * @param notes told what the user should read
 */
public record TrialWorker(
        OpenStudy study,
        WorkerArguments options,
        WorkerState state,
        BooleanSupplier stop,
        Consumer<TrialMessage> messages,
        Consumer<String> notes) {
    /** For an earlier attempt at the same trial to leave its run directory, beside two leases. */
    private static final Duration LEAVING = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(200);

    /**
     * Does one trial.
     *
     * @return how its attempt ended; empty when there was none to do, or it was lost to another
     * @throws etude.trainer.config.ConfigException when the study asks for what no trial can do
     * @throws EtudeException when no trial can be done here now: the store cannot be reached, the
     *     disk is full, the data are not there. The trial is pending then, or will be once its
     *     lease has ended.
     */
    public Optional<Ending> work() {
        Optional<Claim> claimed = claim();
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        Claim claim = claimed.get();
        notes.accept(WorkerProcess.mark(claim));
        try (Lease lease = new Lease(study.store(), claim, options.lease())) {
            Ending ending = attempt(claim, lease);
            study.store().end(claim, ending, "");
            tell(claim, ending);
            keep(claim, ending);
            return Optional.of(ending);
        } catch (TrialLostException e) {
            notes.accept(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Claim> claim() {
        while (!stop.getAsBoolean()) {
            PointChooser.Answer answer = state.points(study).claim(origin(), options.lease());
            if (answer instanceof PointChooser.Answer.Taken taken) {
                return Optional.of(taken.claim());
            }
            if (answer instanceof PointChooser.Answer.Nothing) {
                return Optional.empty();
            }
            pause("while waiting for a sign of another worker");
        }
        return Optional.empty();
    }

    private Ending attempt(Claim claim, Lease lease) {
        try {
            TrialProcessor processor = study.processor();
            RunConfig config =
                    study.study()
                            .config(claim.training(), processor.threads(), processor.kernels());
            return needsNewProcess(config)
                    ? new Ending.Preempted()
                    : ending(train(config, claim, lease), state);
        } catch (TrialLostException | StoreTroubleException e) {
            throw e;
        } catch (UnusableRunException e) {
            study.store().end(claim, new Ending.Preempted(), "");
            throw e;
        } catch (ConfigException e) {
            return new Ending.Rejected(new Infeasible.Constraint(String.join("; ", e.problems())));
        } catch (EtudeException e) {
            return unable(claim, e);
        }
    }

    /**
     * Data, device or disk failed, which would happen to other trials too: so this one waits, and
     * the worker says why. One that never gets further has failed in the end, but not by a disk
     * that takes no writes, and not for want of data: on a node that has lost the file system, or
     * under a wrong ETUDE_DATA, every trial would fail.
     */
    private Ending unable(Claim claim, EtudeException why) {
        state.failed(why);
        Ending ending =
                why instanceof UnwritableException
                                || why instanceof MissingDataException
                                || WriteFailures.isFullDisk(why)
                        ? new Ending.Preempted()
                        : Crashes.ending(study.store(), claim, why);
        if (ending.end().trial().isTerminal()) {
            return ending;
        }
        study.store().end(claim, ending, "");
        throw why;
    }

    private Outcome train(RunConfig config, Claim claim, Lease lease) {
        RunDirectory directory = study.run(claim.training());
        RunOptions run =
                new RunOptions(
                        directory.root(),
                        options.device().inChild(),
                        false,
                        options.command(),
                        state.git());
        TrialProgress progress =
                new TrialProgress(
                        study.store(),
                        claim,
                        new TrialFiles(directory, study.study().objective()),
                        messages,
                        notes);
        BooleanSupplier requested =
                () -> {
                    lease.require();
                    return stop.getAsBoolean();
                };
        Duration patience = options.lease().multipliedBy(2).plus(LEAVING);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                Outcome outcome =
                        TrainingRun.execute(config, run, progress, requested, state.data());
                state.trained(outcome);
                Devices.releaseMemory(Devices.resolve(options.device().inChild()));
                return outcome;
            } catch (RunInUseException e) {
                lease.require();
                if (stop.getAsBoolean()) {
                    return new Outcome.Preempted(0);
                }
                if (System.nanoTime() - deadline > 0) {
                    throw e;
                }
                pause("while waiting for a run directory");
            }
        }
    }

    private static void pause(String when) {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtudeException("interrupted " + when, e);
        }
    }

    private boolean needsNewProcess(RunConfig config) {
        return !state.isNew()
                && !Devices.canConfigure(
                        config.precision(),
                        config.deterministic(),
                        Devices.resolve(options.device().inChild()));
    }

    /** What an outcome means for the trial, in a process of this state. */
    static Ending ending(Outcome outcome, WorkerState state) {
        if (outcome instanceof Outcome.Completed) {
            return new Ending.Completed();
        }
        if (outcome instanceof Outcome.Preempted) {
            return new Ending.Preempted();
        }
        if (outcome instanceof Outcome.Diverged diverged) {
            return new Ending.Rejected(new Infeasible.Diverged(diverged.step()));
        }
        Outcome.OutOfMemory memory = (Outcome.OutOfMemory) outcome;
        if (state.trials() > 1) { // what earlier trials left may have been in the way
            int others = state.trials() - 1;
            return new Ending.Crashed(
                    "%s in a process that had trained %d other trial%s; a new one tries it again"
                            .formatted(memory.sentence(), others, others == 1 ? "" : "s"));
        }
        return new Ending.Rejected(
                new Infeasible.OutOfMemory(memory.setting(), memory.batchSize(), memory.detail()));
    }

    /** Beside the run, for the day on which the store is lost. */
    private void keep(Claim claim, Ending ending) {
        if (ending.end().trial().isTerminal()) {
            RunDirectory run = study.run(claim.training());
            run.create(); // a trial that violates a constraint has none
            int evaluations = study.store().evaluations(claim.studyId(), claim.number()).size();
            new TrialFile(claim.training(), Optional.of(new TrialFile.Ended(ending, evaluations)))
                    .write(run);
        }
    }

    private void tell(Claim claim, Ending ending) {
        messages.accept(new TrialMessage(claim.number(), 0, 0, Map.of(), Optional.of(ending)));
    }

    private AttemptOrigin origin() {
        Optional<GitState> git = state.git();
        return new AttemptOrigin(
                options.name(),
                HostName.find(),
                options.device().name(),
                Shell.command(options.command()),
                git.map(GitState::commit).orElse(""),
                git.map(GitState::diff).orElse(""),
                Versions.all());
    }
}
