package etude.trainer.timing;

/** What came of timing one batch size. */
public sealed interface TimedOutcome {
    /** It fits, and takes this long. */
    record Measured(Timing timing, MemoryUse memory) implements TimedOutcome {}

    /**
     * It does not fit.
     *
     * @param setting the config key to lower: {@code batch_size} or {@code evaluation.batch_size}
     * @param detail the engine's words
     */
    record OutOfMemory(String setting, int batchSize, String detail) implements TimedOutcome {}
}
