package etude.trainer.config;

import etude.datasets.config.Setting;
import java.util.Optional;

/** What an optimizer does otherwise with some parameters. */
public record ParameterGroupConfig(
        @Setting("Pattern of their names; a parameter belongs to the first group that matches it.")
                String match,
        @Setting(
                        value = "Factor of the learning rate, whatever the schedule says.",
                        defaultsTo = "1.0",
                        min = 0)
                double learningRateScale,
        @Setting(
                        value = "Weight decay of the group; null for that of the optimizer.",
                        defaultsTo = "null",
                        min = 0)
                Optional<Double> weightDecay,
        @Setting(
                        value =
                                "Whether weight decay, which spares biases and the scales and shifts of normalisation, applies to those of the group too.",
                        defaultsTo = "false")
                boolean decayAll) {
    /** Which parameters. */
    public NamePattern pattern() {
        return new NamePattern(match);
    }
}
