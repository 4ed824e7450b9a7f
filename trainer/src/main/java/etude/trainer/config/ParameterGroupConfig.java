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
                        value =
                                "Weight decay of those that it does not spare; null for that of the optimizer.",
                        defaultsTo = "null",
                        min = 0)
                Optional<Double> weightDecay) {
    /** Which parameters. */
    public NamePattern pattern() {
        return new NamePattern(match);
    }
}
