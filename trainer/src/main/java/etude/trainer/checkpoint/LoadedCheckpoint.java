package etude.trainer.checkpoint;

import etude.datasets.preprocessing.Preprocessing;
import java.util.Map;
import java.util.Optional;

/**
 * A verified checkpoint in memory; the maps keep the order in which they were saved.
 *
 * @param preprocessing how its model's examples are read; those of Etude 0.1.0 have none
 */
public record LoadedCheckpoint(
        long step,
        Map<String, NamedTensor> parameters,
        Map<String, NamedTensor> state,
        Map<String, Double> metrics,
        Map<String, String> facts,
        Optional<Preprocessing> preprocessing) {
    /** Without preprocessing. */
    public LoadedCheckpoint(
            long step,
            Map<String, NamedTensor> parameters,
            Map<String, NamedTensor> state,
            Map<String, Double> metrics,
            Map<String, String> facts) {
        this(step, parameters, state, metrics, facts, Optional.empty());
    }

    /** What a run starts from that has no checkpoint yet. */
    public static LoadedCheckpoint none() {
        return new LoadedCheckpoint(0, Map.of(), Map.of(), Map.of(), Map.of());
    }
}
