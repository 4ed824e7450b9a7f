package etude.trainer.metrics;

import java.util.Map;

/** Metrics measured after {@code step} updates, by contract name, in the order of the log. */
public record Measurement(long step, Map<String, Double> metrics) {}
