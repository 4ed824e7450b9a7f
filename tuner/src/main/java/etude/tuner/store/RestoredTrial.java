package etude.tuner.store;

import etude.trainer.metrics.Measurement;
import etude.tuner.space.Training;
import java.util.List;
import java.util.Optional;

/**
 * What the files of a trial or a rerun tell of it, for a store that is made again from them.
 *
 * @param ending of the trial; empty where it is to go on, or to begin
 * @param attempts numbered from 1; none where it is to begin
 * @param measurements in the order of steps
 */
public record RestoredTrial(
        Training training,
        Optional<Ending> ending,
        List<TrialAttempt> attempts,
        List<Measurement> measurements) {
    public RestoredTrial {
        attempts = List.copyOf(attempts);
        measurements = List.copyOf(measurements);
    }

    /** Its state in the store. */
    public TrialState state() {
        return ending.map(how -> how.end().trial()).orElse(TrialState.PENDING);
    }
}
