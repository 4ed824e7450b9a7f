package etude.trainer.checkpoint;

import java.util.Map;

/** A checkpoint on disk: its step, the metrics measured there, and what else it remembers. */
public record CheckpointInfo(long step, Map<String, Double> metrics, Map<String, String> facts) {}
