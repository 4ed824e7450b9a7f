package etude.tuner.runs;

import etude.trainer.run.Attempt;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.RunLock;
import etude.trainer.run.RunStatus;
import java.util.Locale;
import java.util.Optional;

/** What a run is doing, or how it ended. */
public enum RunState {
    RUNNING,
    COMPLETED,
    DIVERGED,
    OUT_OF_MEMORY,
    /** Stopped by a signal, with a checkpoint. */
    PREEMPTED,
    FAILED,
    /** Its process died without a word; the same command goes on from its newest checkpoint. */
    KILLED,
    /** A file of it cannot be read. */
    DAMAGED;

    /**
     * That of a run.
     *
     * @param ended how, as its summary says
     * @param attempt its newest
     */
    static RunState of(RunDirectory run, Optional<RunStatus> ended, Optional<Attempt> attempt) {
        boolean open = attempt.map(found -> found.ended().isEmpty()).orElse(ended.isEmpty());
        if (open) {
            return RunLock.isHeld(run) ? RUNNING : KILLED;
        }
        return attempt.flatMap(Attempt::ended)
                .map(end -> end.how().status())
                .or(() -> ended)
                .map(RunState::of)
                .orElse(KILLED);
    }

    private static RunState of(RunStatus status) {
        return switch (status) {
            case COMPLETED -> COMPLETED;
            case DIVERGED -> DIVERGED;
            case OUT_OF_MEMORY -> OUT_OF_MEMORY;
            case PREEMPTED -> PREEMPTED;
            case FAILED -> FAILED;
        };
    }

    /** As programs have it, such as {@code out_of_memory}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As sentences have it, such as {@code out of memory}. */
    public String words() {
        return id().replace('_', ' ');
    }

    /** Whether training may go on from its newest checkpoint. */
    boolean goesOn() {
        return this == RUNNING || this == PREEMPTED || this == KILLED || this == FAILED;
    }
}
