package etude.tuner.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One attempt at a trial.
 *
 * @param attempt 1 for the first
 * @param continuedFrom the step it continued from; empty while that is unknown
 * @param ended how it ended; empty while it runs
 * @param reason in a sentence; empty where the end says it all, or the trial does (infeasible ones)
 * @param lastLogLines what helps to understand the ending
 */
public record TrialAttempt(
        int attempt,
        AttemptOrigin origin,
        Instant startedAt,
        OptionalLong continuedFrom,
        Optional<AttemptEnd> ended,
        Optional<Instant> endedAt,
        Optional<String> reason,
        String lastLogLines) {}
