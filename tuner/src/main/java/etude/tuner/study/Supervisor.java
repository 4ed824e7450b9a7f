package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.trainer.config.ConfigException;
import etude.tuner.store.Claim;
import etude.tuner.store.Ending;
import etude.tuner.store.TrialLostException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Keeps workers busy: starts their processes, and says what becomes of a trial whose process died.
 * It may die itself at any time: its processes notice, save a checkpoint and give their trials
 * back, or lose them when their leases end.
 */
public final class Supervisor {
    private static final long POLL_NANOSECONDS = 50_000_000;
    private static final long LOOK_AGAIN_NANOSECONDS = 1_000_000_000;
    private static final int DEATHS_AT_START = 5;
    private static final int HOPELESS_IN_A_ROW = 3;

    private final OpenStudy study;
    private final SupervisorOptions options;
    private final StudyListener listener;
    private final BooleanSupplier stop;
    private final String prefix;
    private final Map<Integer, WorkerProcess> running = new TreeMap<>();
    private final Silence silence;
    private int started;
    private int deathsAtStart;
    private int hopeless;
    private int elsewhere;
    private long lastBusy = System.nanoTime();

    /** How the supervision ended. */
    public enum End {
        /** Every trial has ended. */
        FINISHED,
        /** Others are at work on all that have not ended. */
        NOTHING_WAITS,
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
        prefix = WorkerName.prefix(options.job());
        silence = new Silence(options.lease());
    }

    /**
     * Works until every trial has ended, until it is to stop, or until nothing waits and that is
     * reason to leave.
     *
     * @throws ConfigException when the study asks for what no trial can do
     * @throws EtudeException when no trial can be done here now; what was done is kept
     */
    public End run() {
        try {
            End end = supervise();
            stopWorkers();
            return end;
        } catch (RuntimeException | Error e) {
            try {
                stopWorkers();
            } catch (EtudeException further) {
                e.addSuppressed(further); // such as a store that is still away
            }
            throw e;
        } finally {
            listener.finished();
        }
    }

    private End supervise() {
        long lookAgain = System.nanoTime();
        while (!stop.getAsBoolean()) {
            boolean freed = reap();
            if (freed || System.nanoTime() - lookAgain >= 0) {
                Situation situation = Situation.of(study, options.lease(), names());
                if (situation.finished() && running.isEmpty()) {
                    return End.FINISHED;
                }
                if (isIdle(situation)) {
                    return End.NOTHING_WAITS;
                }
                endSilent(situation);
                startWorkers(situation.claimable());
                mentionOthers(situation);
                lookAgain = System.nanoTime() + LOOK_AGAIN_NANOSECONDS;
            }
            LockSupport.parkNanos(POLL_NANOSECONDS);
        }
        return End.STOPPED;
    }

    /**
     * A trial whose worker died is free after its lease, so nothing waits only after longer than
     * that.
     */
    private boolean isIdle(Situation situation) {
        if (!running.isEmpty() || situation.claimable() > 0) {
            lastBusy = System.nanoTime();
        }
        return options.leaving() && System.nanoTime() - lastBusy > 2 * options.lease().toNanos();
    }

    private Set<String> names() {
        return running.values().stream().map(WorkerProcess::name).collect(Collectors.toSet());
    }

    /** One that hangs keeps its trial's run directory locked, so it is killed. */
    private void endSilent(Situation situation) {
        for (WorkerProcess worker : running.values()) {
            if (silence.isTooLong(worker.name(), situation.lively().contains(worker.name()))) {
                note("worker %s gives no sign any more and is killed".formatted(worker.name()));
                worker.process().destroyForcibly();
            }
        }
    }

    private void mentionOthers(Situation situation) {
        boolean waiting = running.isEmpty() && situation.elsewhere() > 0;
        if (waiting && situation.elsewhere() != elsewhere) {
            note(
                    "waiting for %d trial%s that other workers are at work on"
                            .formatted(
                                    situation.elsewhere(), situation.elsewhere() == 1 ? "" : "s"));
        }
        elsewhere = waiting ? situation.elsewhere() : 0;
    }

    private synchronized void note(String sentence) {
        listener.note(sentence);
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
                options.arguments(
                        study.directory().root(), worker, "%s-%d".formatted(prefix, started)),
                study.directory().logs().resolve("%s-worker-%d.log".formatted(prefix, worker)),
                message -> tell(worker, message));
    }

    private synchronized void tell(int worker, TrialMessage message) {
        message.ended()
                .ifPresentOrElse(
                        ending -> listener.ended(worker, message.trial(), ending),
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
        ended.join();
        int exitCode = ended.process().exitValue();
        hopeless = exitCode == WorkerExit.HOPELESS ? hopeless + 1 : 0;
        switch (exitCode) {
            case WorkerExit.DONE, WorkerExit.IDLE, WorkerExit.STOPPED -> deathsAtStart = 0;
            case WorkerExit.WRONG -> throw new ConfigException(List.of(ended.lastLine()));
            case WorkerExit.HOPELESS -> gaveUp(worker, ended);
            default -> died(worker, ended, exitCode);
        }
    }

    /** What passes by itself, such as a network that is away, is worth another try. */
    private void gaveUp(int worker, WorkerProcess ended) {
        giveBack(ended);
        if (hopeless >= HOPELESS_IN_A_ROW) {
            throw new EtudeException(ended.lastLine());
        }
        note("worker %d gave up and is started again: %s".formatted(worker, ended.lastLine()));
    }

    private void died(int worker, WorkerProcess ended, int exitCode) {
        Optional<Claim> claim = study.store().claimOf(study.id(), ended.name());
        if (claim.isEmpty()) {
            deathsAtStart += silence.knows(ended.name()) ? 0 : 1;
            if (deathsAtStart >= DEATHS_AT_START) {
                throw new EtudeException(
                        "%d workers in a row ended before they had a trial, the last with exit code %d: %s (%s)"
                                .formatted(deathsAtStart, exitCode, ended.lastLine(), ended.log()));
            }
            return;
        }
        deathsAtStart = 0;
        Ending ending = Crashes.ending(study.store(), claim.get(), exitCode);
        end(claim.get(), ending, ended.tail(claim.get()));
        synchronized (this) {
            listener.ended(worker, claim.get().number(), ending);
        }
    }

    private void end(Claim claim, Ending ending, String tail) {
        try {
            study.store().end(claim, ending, tail);
        } catch (TrialLostException e) {
            note(String.valueOf(e.getMessage())); // another worker was faster
        }
    }

    /** Asks every process to stop with a checkpoint, and waits. */
    private void stopWorkers() {
        running.values().forEach(WorkerProcess::stop);
        running.values().forEach(WorkerProcess::join);
        running.values().forEach(this::giveBack);
        running.clear();
    }

    /** The trial of a process that ended too early to give it back itself. */
    private void giveBack(WorkerProcess ended) {
        study.store()
                .claimOf(study.id(), ended.name())
                .ifPresent(claim -> end(claim, new Ending.Preempted(), ended.tail(claim)));
    }
}
