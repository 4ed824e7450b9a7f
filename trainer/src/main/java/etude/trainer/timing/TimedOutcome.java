package etude.trainer.timing;

import etude.trainer.run.Outcome;
import java.util.OptionalDouble;

/** What came of timing one batch size. */
public sealed interface TimedOutcome {
    /**
     * It fits, and takes this long.
     *
     * @param sumSeconds of one sum of the gradient over all ranks, which is part of a step; empty
     *     of one rank
     */
    record Measured(Timing timing, MemoryUse memory, OptionalDouble sumSeconds)
            implements TimedOutcome {}

    /** It does not fit. */
    record OutOfMemory(Outcome.OutOfMemory memory) implements TimedOutcome {}
}
