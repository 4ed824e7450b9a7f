package etude.trainer.config;

import java.util.OptionalInt;

/** CPU threads of the engine: a fixed number, or empty for auto. */
public record Threads(OptionalInt count) {
    private static final long PER_THREAD = 40_000_000;

    public Threads {
        if (count.isPresent() && count.getAsInt() < 1) {
            throw new IllegalArgumentException(
                    "must be auto or at least 1, found " + count.getAsInt());
        }
    }

    /**
     * The number that a training pass is fastest on: one more for every so many multiplications,
     * for two threads lose more by waiting for each other than small operators have to share.
     * Evidence: docs/engine.md, {@code scripts/bench/threads}.
     *
     * @param multiplications of activations by weights in the forward pass
     * @param processors of the machine
     */
    public static int suiting(long multiplications, int processors) {
        return (int) Math.max(1, Math.min(processors, multiplications / PER_THREAD));
    }

    /** The number, or that of this machine's processors for auto. */
    public int orAll() {
        return count.orElse(Runtime.getRuntime().availableProcessors());
    }
}
