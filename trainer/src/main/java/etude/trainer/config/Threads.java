package etude.trainer.config;

import java.util.OptionalInt;

/** CPU threads of the engine: a fixed number, or empty for auto. */
public record Threads(OptionalInt count) {
    public Threads {
        if (count.isPresent() && count.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "must be auto or at least 1, found " + count.getAsInt());
        }
    }

    /** The number, or that of this machine's processors for auto. */
    public int orAll() {
        return count.orElse(Runtime.getRuntime().availableProcessors());
    }
}
