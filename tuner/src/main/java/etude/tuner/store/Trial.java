package etude.tuner.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A trial as it stands.
 *
 * @param reason why it is infeasible or failed
 * @param attempt the number of its latest attempt; 0 when there was none
 * @param worker who made the latest attempt
 * @param claimedAt when the latest attempt began
 * @param heartbeatAt when it last gave a sign
 * @param endedAt when the trial reached its last state
 * @param settings its hyperparameters as JSON
 */
public record Trial(
        int number,
        TrialState state,
        Optional<String> reason,
        int attempt,
        Optional<String> worker,
        Optional<Instant> claimedAt,
        Optional<Instant> heartbeatAt,
        Optional<Instant> endedAt,
        Optional<String> settings,
        long seed,
        String runDirectory) {}
