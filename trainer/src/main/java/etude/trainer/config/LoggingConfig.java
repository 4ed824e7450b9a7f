package etude.trainer.config;

import etude.datasets.config.Setting;

/** How often to log. */
public record LoggingConfig(
        @Setting(value = "Steps between log lines, as a duration.", defaultsTo = "50")
                Duration every) {}
