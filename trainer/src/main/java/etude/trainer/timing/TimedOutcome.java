package etude.trainer.timing;

import etude.trainer.run.Outcome;

/** What came of timing one batch size. */
public sealed interface TimedOutcome {
    /** It fits, and takes this long. */
    record Measured(Timing timing, MemoryUse memory) implements TimedOutcome {}

    /** It does not fit. */
    record OutOfMemory(Outcome.OutOfMemory memory) implements TimedOutcome {}
}
