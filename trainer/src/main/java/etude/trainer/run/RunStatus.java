package etude.trainer.run;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How an attempt at a run ended. */
public enum RunStatus {
    COMPLETED,
    DIVERGED,
    OUT_OF_MEMORY,
    /** Stopped by a signal, with a checkpoint: the run goes on from there. */
    PREEMPTED,
    FAILED;

    /** As files have it, such as {@code out_of_memory}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** As sentences have it, such as {@code out of memory}. */
    public String words() {
        return id().replace('_', ' ');
    }

    /** The status that files call so, if one is. */
    public static Optional<RunStatus> find(String id) {
        return Arrays.stream(values()).filter(status -> status.id().equals(id)).findFirst();
    }
}
