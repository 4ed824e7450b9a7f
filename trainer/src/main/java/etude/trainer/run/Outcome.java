package etude.trainer.run;

/** How a run, or an attempt at it, ended. */
public sealed interface Outcome {
    /** All steps done. */
    record Completed(long steps) implements Outcome {}

    /** The loss or gradient of the update after {@code step} updates was not finite. */
    record Diverged(long step) implements Outcome {}

    /**
     * A batch of this size does not fit the device's memory.
     *
     * @param setting the config key to lower: {@code batch_size}, or {@code evaluation.batch_size}
     *     where evaluation failed
     */
    record OutOfMemory(String setting, int batchSize, String detail) implements Outcome {}

    /**
     * Stopped by a signal after {@code step} updates, with a checkpoint; the same command
     * continues.
     */
    record Preempted(long step) implements Outcome {}
}
