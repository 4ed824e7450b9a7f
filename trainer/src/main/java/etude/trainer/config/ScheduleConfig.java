package etude.trainer.config;

import etude.datasets.config.Setting;

/** The learning rate schedule; durations in percent are of {@code max_train_steps}. */
public record ScheduleConfig(
        @Setting(
                        value = "Linear warmup, prepended to max_train_steps, as a duration.",
                        defaultsTo = "0")
                Duration warmupSteps,
        @Setting(
                        value =
                                "Steps at the base learning rate before the decay starts, as a duration.",
                        defaultsTo = "0")
                Duration holdSteps,
        @Setting(value = "constant, linear or cosine.", defaultsTo = "constant") Decay decay,
        @Setting(
                        value = "Factor of the base learning rate that the decay ends at.",
                        defaultsTo = "0.0",
                        min = 0,
                        max = 1)
                double endFactor) {
    /** The shape of the decay. */
    public enum Decay {
        CONSTANT,
        LINEAR,
        COSINE
    }
}
