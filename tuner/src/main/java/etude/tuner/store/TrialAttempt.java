package etude.tuner.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One attempt at a trial.
 *
 * @param attempt 1 for the first
 * @param continuedFrom the step it continued from; empty while that is unknown
 * @param ended how it ended: {@code completed}, {@code infeasible}, {@code failed}, {@code
 *     preempted}, {@code crashed} or {@code lost}; empty while it runs
 * @param reason in a sentence; empty where there is nothing to say
 * @param lastLogLines what helps to understand the ending
 */
public record TrialAttempt(
        int attempt,
        AttemptOrigin origin,
        Instant startedAt,
        OptionalLong continuedFrom,
        Optional<String> ended,
        Optional<Instant> endedAt,
        Optional<String> reason,
        String lastLogLines) {}
