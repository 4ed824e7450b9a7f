package etude.tuner.analysis.result;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.record.StudyRecord;
import etude.tuner.space.Objective;
import etude.tuner.text.Numbers;
import java.util.Locale;

/**
 * Values of the objective in sentences.
 *
 * @param rate whether it is a share of the examples
 * @param less whether less is better
 */
public record Wording(String metric, boolean rate, boolean less) {
    /** For the objective of a study. */
    public static Wording of(StudyRecord study) {
        return of(study.outline().objective());
    }

    /** For an objective. */
    public static Wording of(Objective objective) {
        String metric = objective.metric();
        return new Wording(metric, isRate(metric), objective.mode() == Mode.MIN);
    }

    /** Whether a metric is a share of the examples. */
    public static boolean isRate(String metric) {
        return metric.endsWith("error_rate") || metric.endsWith("accuracy");
    }

    /** A cost as the objective shows it: {@code 3.00 %} or {@code 0.1234}. */
    public String value(double cost) {
        return objective(less ? cost : -cost);
    }

    /** A value of the objective itself. */
    public String objective(double value) {
        return rate ? String.format(Locale.ROOT, "%.2f %%", 100 * value) : Numbers.text(value);
    }

    /** A difference of costs: {@code 0.38 points} or {@code 0.1234}. */
    public String difference(double difference) {
        return rate
                ? String.format(Locale.ROOT, "%.2f points", 100 * difference)
                : Numbers.text(difference);
    }
}
