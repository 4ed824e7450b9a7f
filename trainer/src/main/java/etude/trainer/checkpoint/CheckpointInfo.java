package etude.trainer.checkpoint;

import java.util.Map;

/** A checkpoint on disk: its step and the metrics measured there. */
public record CheckpointInfo(long step, Map<String, Double> metrics) {}
