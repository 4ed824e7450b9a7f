package etude.tuner.compare;

import etude.trainer.config.CheckpointsConfig;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.ConfigException;
import etude.trainer.evaluation.MetricProvider;
import etude.trainer.run.Ranking;
import etude.tuner.text.Quantities;
import java.util.List;

/**
 * What training is to reach.
 *
 * @param mode whether a smaller or a larger value is better
 */
public record StepTarget(String metric, double value, Mode mode) {
    /**
     * Reads {@code METRIC=VALUE}.
     *
     * @param checkpoints may say that more of the metric is better; otherwise less is
     * @throws ConfigException when it is anything else
     */
    static StepTarget parse(String text, CheckpointsConfig checkpoints) {
        int equals = text.indexOf('=');
        if (equals < 1) {
            throw wrong(text);
        }
        String metric = text.substring(0, equals).strip();
        try {
            double value = Double.parseDouble(text.substring(equals + 1));
            if (!Double.isFinite(value)) {
                throw wrong(text);
            }
            boolean ranks = checkpoints.metric().filter(metric::equals).isPresent();
            return new StepTarget(metric, value, ranks ? checkpoints.mode() : usualMode(metric));
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static Mode usualMode(String metric) {
        return Ranking.further(metric).filter(MetricProvider::higherIsBetter).isPresent()
                ? Mode.MAX
                : Mode.MIN;
    }

    private static ConfigException wrong(String text) {
        return new ConfigException(
                List.of(
                        "--compare-steps-to-target: expected a metric and the value to reach, such as validation/error_rate=0.05, found %s"
                                .formatted(text)));
    }

    /** Whether a measured value is as good as the target. */
    boolean isReachedBy(double measured) {
        return mode == Mode.MIN ? measured <= value : measured >= value;
    }

    /** Smaller is better, whatever the metric; what is not a number is worst. */
    double badness(double measured) {
        if (Double.isNaN(measured)) {
            return Double.POSITIVE_INFINITY;
        }
        return mode == Mode.MIN ? measured : -measured;
    }

    /** Such as {@code validation/error_rate <= 0.05}. */
    @Override
    public String toString() {
        return "%s %s %s"
                .formatted(metric, mode == Mode.MIN ? "<=" : ">=", Quantities.number(value));
    }
}
