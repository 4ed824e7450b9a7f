package etude.trainer.checkpoint;

import java.util.Map;

/** A verified checkpoint in memory; the maps keep the order in which they were saved. */
public record LoadedCheckpoint(
        long step,
        Map<String, NamedTensor> parameters,
        Map<String, NamedTensor> state,
        Map<String, Double> metrics,
        Map<String, String> facts) {
    /** What a run starts from that has no checkpoint yet. */
    public static LoadedCheckpoint none() {
        return new LoadedCheckpoint(0, Map.of(), Map.of(), Map.of(), Map.of());
    }
}
