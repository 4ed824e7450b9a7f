package etude.tuner.store;

import java.util.Optional;

/**
 * The right to work on a trial, which lasts until another attempt takes it.
 *
 * @param attempt 1 for the first
 * @param settings the trial's hyperparameters as JSON, if they are decided
 */
public record Claim(
        long studyId,
        int trial,
        int attempt,
        String worker,
        Optional<String> settings,
        long seed,
        String runDirectory) {}
