package etude.tuner.store;

import etude.tuner.space.Training;
import etude.tuner.space.Trial;
import java.time.Instant;
import java.util.Optional;

/**
 * A trial or a rerun as it stands.
 *
 * @param training as it was stored when it was made
 * @param infeasible why its settings do not work; only of infeasible trials
 * @param error why it failed; only of failed trials
 * @param attempt the number of its latest attempt; 0 when there was none
 * @param worker who made the latest attempt
 * @param heartbeatAt when that last gave a sign
 * @param endedAt when the trial reached its last state
 * @param runDirectory below the directory of the study
 */
public record TrialStatus(
        Training training,
        TrialState state,
        Optional<Infeasible> infeasible,
        Optional<String> error,
        int attempt,
        Optional<String> worker,
        Optional<Instant> heartbeatAt,
        Optional<Instant> endedAt,
        String runDirectory) {
    public int number() {
        return training.number();
    }

    /** The trial, or that whose settings are trained again. */
    public Trial trial() {
        return training.trial();
    }

    /** Why it is infeasible or failed, in a sentence; empty otherwise. */
    public String reason() {
        return infeasible.map(Infeasible::sentence).or(() -> error).orElse("");
    }
}
