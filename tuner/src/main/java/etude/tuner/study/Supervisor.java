package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.run.HostName;
import etude.tuner.store.Claim;
import etude.tuner.store.Ending;
import etude.tuner.store.StudyStore;
import etude.tuner.store.Trial;
import etude.tuner.store.TrialLostException;
import etude.tuner.store.TrialState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Keeps workers busy: starts a process for each trial, and says what becomes of a trial whose
 * process died. It may die itself at any time: its processes notice, save a checkpoint and give
 * their trials back, or lose them when their leases end.
 */
public final class Supervisor {
    private static final long POLL_NANOSECONDS = 50_000_000;
    private static final long LOOK_AGAIN_NANOSECONDS = 1_000_000_000;
    private static final int DEATHS_AT_START = 3;

    private final OpenStudy study;
    private final SupervisorOptions options;
    private final StudyListener listener;
    private final BooleanSupplier stop;
    private final String prefix = "%s-%d".formatted(HostName.find(), ProcessHandle.current().pid());
    private final Map<Integer, WorkerProcess> running = new TreeMap<>();
    private int started;
    private int deathsAtStart;

    /** How the supervision ended. */
    public enum End {
        /** Every trial has ended. */
        FINISHED,
        /** It was to stop; trials are left. */
        STOPPED
    }

    /**
     * @param stop whether to stop, asked many times a second
     */
    public Supervisor(
            OpenStudy study,
            SupervisorOptions options,
            StudyListener listener,
            BooleanSupplier stop) {
        this.study = study;
        this.options = options;
        this.listener = listener;
        this.stop = stop;
    }

    /**
     * Works until every trial has ended, or until it is to stop.
     *
     * @throws EtudeException when no trial can be done here now; what was done is kept
     */
    public End run() {
        try {
            return supervise();
        } finally {
            stopWorkers();
            listener.finished();
        }
    }

    private End supervise() {
        long lookAgain = System.nanoTime();
        while (!stop.getAsBoolean()) {
            boolean freed = reap();
            if (freed || System.nanoTime() - lookAgain >= 0) {
                Waiting waiting = waiting();
                if (waiting.none() && running.isEmpty()) {
                    return End.FINISHED;
                }
                startWorkers(waiting.claimable());
                lookAgain = System.nanoTime() + LOOK_AGAIN_NANOSECONDS;
            }
            LockSupport.parkNanos(POLL_NANOSECONDS);
        }
        return End.STOPPED;
    }

    /**
     * Trials that have not ended.
     *
     * @param claimable those that a worker could have
     * @param elsewhere those that others are at work on
     */
    private record Waiting(int claimable, int elsewhere) {
        boolean none() {
            return claimable + elsewhere == 0;
        }
    }

    private Waiting waiting() {
        StudyStore store = study.store();
        Map<TrialState, Integer> counts = store.counts(study.id());
        int pending = counts.getOrDefault(TrialState.PENDING, 0);
        int busy = counts.getOrDefault(TrialState.RUNNING, 0);
        if (pending > 0 || busy <= running.size()) {
            // A worker's process claims its trial a moment after it was started.
            return new Waiting(Math.max(0, pending + busy - running.size()), busy);
        }
        Instant expired = store.now().minus(options.lease());
        int silent =
                (int)
                        store.trials(study.id()).stream()
                                .filter(trial -> trial.state() == TrialState.RUNNING)
                                .filter(trial -> silent(trial, expired))
                                .count();
        return new Waiting(silent, busy);
    }

    private static boolean silent(Trial trial, Instant expired) {
        return trial.heartbeatAt().filter(sign -> sign.isBefore(expired)).isPresent();
    }

    private void startWorkers(int claimable) {
        int left = claimable;
        for (int worker = 0; worker < options.workers() && left > 0; worker++) {
            if (!running.containsKey(worker)) {
                running.put(worker, start(worker));
                left--;
            }
        }
    }

    private WorkerProcess start(int worker) {
        started++;
        return WorkerProcess.start(
                options,
                options.arguments(worker, "%s-%d".formatted(prefix, started)),
                study.directory().logs().resolve("worker-%d.log".formatted(worker)),
                message -> tell(worker, message));
    }

    private synchronized void tell(int worker, TrialMessage message) {
        message.ended()
                .ifPresentOrElse(
                        how -> listener.ended(worker, message.trial(), how),
                        () -> listener.progress(worker, message));
    }

    /** Takes leave of processes that have ended; whether there were any. */
    private boolean reap() {
        boolean freed = false;
        for (int worker = 0; worker < options.workers(); worker++) {
            Optional<WorkerProcess> ended =
                    Optional.ofNullable(running.get(worker)).filter(p -> !p.process().isAlive());
            if (ended.isPresent()) {
                running.remove(worker);
                left(worker, ended.get());
                freed = true;
            }
        }
        return freed;
    }

    private void left(int worker, WorkerProcess ended) {
        int exitCode = ended.process().exitValue();
        switch (exitCode) {
            case WorkerExit.DONE, WorkerExit.IDLE, WorkerExit.STOPPED -> deathsAtStart = 0;
            case WorkerExit.HOPELESS -> throw new EtudeException(ended.lastLine());
            default -> died(worker, ended, exitCode);
        }
    }

    private void died(int worker, WorkerProcess ended, int exitCode) {
        Optional<Claim> claim = study.store().claimOf(study.id(), ended.name());
        if (claim.isEmpty()) {
            deathsAtStart++;
            if (deathsAtStart >= DEATHS_AT_START) {
                throw new EtudeException(
                        "%d workers in a row ended before they had a trial, the last with exit code %d: %s (%s)"
                                .formatted(deathsAtStart, exitCode, ended.lastLine(), ended.log()));
            }
            return;
        }
        deathsAtStart = 0;
        Ending ending = Crashes.ending(study.store(), claim.get(), exitCode);
        end(claim.get(), ending, ended.tail());
        synchronized (this) {
            listener.ended(
                    worker,
                    claim.get().trial(),
                    "%s: %s".formatted(ending.word(), ending.reason()));
        }
    }

    private void end(Claim claim, Ending ending, String tail) {
        try {
            study.store().end(claim, ending, tail);
        } catch (TrialLostException e) {
            listener.note(String.valueOf(e.getMessage())); // another worker was faster
        }
    }

    /** Asks every process to stop with a checkpoint, and waits. */
    private void stopWorkers() {
        running.values().forEach(worker -> worker.process().destroy());
        running.values().forEach(WorkerProcess::join);
        for (WorkerProcess worker : running.values()) {
            // One that was stopped too early to give its trial back itself.
            study.store()
                    .claimOf(study.id(), worker.name())
                    .ifPresent(claim -> end(claim, new Ending.Preempted(), worker.tail()));
        }
        running.clear();
    }
}
