package etude.tuner.space;

import etude.datasets.config.Setting;
import etude.trainer.config.CheckpointsConfig.Mode;

/** What trials are compared by: the best value over training, not the last. */
public record Objective(
        @Setting(
                        value = "The metric, as metrics.jsonl names it.",
                        defaultsTo = "validation/error_rate")
                String metric,
        @Setting(value = "Which end is better: min or max.", defaultsTo = "min") Mode mode) {}
