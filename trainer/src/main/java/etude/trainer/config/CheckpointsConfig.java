package etude.trainer.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import etude.datasets.config.Setting;
import java.util.Optional;

/** When to save and what to keep. */
public record CheckpointsConfig(
        @Setting(
                        value =
                                "Steps between checkpoints, as a duration; the last step is always saved.",
                        defaultsTo = "5%")
                Duration every,
        @Setting(value = "Best checkpoints kept beside the newest.", defaultsTo = "3", min = 0)
                int keepBest,
        @Setting(
                        value =
                                "Metric that ranks checkpoints; null for validation/error_rate, or validation/loss where there is no error rate to rank by.",
                        defaultsTo = "null")
                Optional<String> metric,
        @Setting(value = "min or max.", defaultsTo = "min") Mode mode) {
    /** Which end of the metric is better; in files as a config has it. */
    public enum Mode {
        @JsonProperty("min")
        MIN,
        @JsonProperty("max")
        MAX
    }
}
