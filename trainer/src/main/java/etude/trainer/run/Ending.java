package etude.trainer.run;

/**
 * How an attempt ended, in the words of the run directory.
 *
 * @param status {@code completed}, {@code diverged}, {@code out_of_memory}, {@code preempted} or
 *     {@code failed}
 * @param detail one sentence
 */
public record Ending(String status, String detail) {
    /** The words for an outcome. */
    public static Ending of(Outcome outcome) {
        if (outcome instanceof Outcome.Completed completed) {
            return new Ending("completed", "%d steps done".formatted(completed.steps()));
        }
        if (outcome instanceof Outcome.Diverged diverged) {
            return new Ending(
                    "diverged",
                    "the loss or gradient after %d updates was not finite"
                            .formatted(diverged.step()));
        }
        if (outcome instanceof Outcome.OutOfMemory memory) {
            return new Ending(
                    "out_of_memory",
                    "%s %d does not fit: %s"
                            .formatted(memory.setting(), memory.batchSize(), memory.detail()));
        }
        Outcome.Preempted preempted = (Outcome.Preempted) outcome;
        return new Ending(
                "preempted", "stopped by a signal after %d updates".formatted(preempted.step()));
    }

    /** An error that is no outcome of training. */
    public static Ending failed(String message) {
        return new Ending("failed", message);
    }
}
