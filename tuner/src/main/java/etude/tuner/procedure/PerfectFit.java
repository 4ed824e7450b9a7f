package etude.tuner.procedure;

import etude.trainer.metrics.Measurement;
import etude.tuner.record.StudyRecord;
import etude.tuner.text.Numbers;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * When the training set counts as perfectly fitted: the metric of training examples stays at most
 * so large in two evaluations running (playbook, "Deciding how long to train when training is not
 * compute-bound": "an informal descriptor to indicate a very low training loss").
 *
 * @param metric of training examples in evaluation mode
 * @param share of examples that may be wrong; of a loss, the share of what the best constant
 *     prediction has
 */
record PerfectFit(String metric, double share) {
    static final String ERROR = "train_evaluation/error_rate";
    static final String LOSS = "train_evaluation/loss";

    /** The largest value that counts. */
    double limit(StudyRecord study) {
        Map<String, Double> constant = study.data().constant();
        return metric.equals(ERROR) ? share : share * constant.getOrDefault(metric, 0.0);
    }

    /** The first of two evaluations running at which it holds; empty where it never does. */
    OptionalLong step(List<Measurement> evaluations, double limit) {
        for (int i = 1; i < evaluations.size(); i++) {
            if (value(evaluations.get(i - 1)) <= limit && value(evaluations.get(i)) <= limit) {
                return OptionalLong.of(evaluations.get(i - 1).step());
            }
        }
        return OptionalLong.empty();
    }

    /** The lowest value that was measured; infinite where none was. */
    double lowest(List<Measurement> evaluations) {
        return evaluations.stream().mapToDouble(this::value).min().orElse(Double.POSITIVE_INFINITY);
    }

    private double value(Measurement evaluation) {
        double value = evaluation.metrics().getOrDefault(metric, Double.POSITIVE_INFINITY);
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    /** In words, with the value where it is known. */
    String words() {
        return metric.equals(ERROR)
                ? "%s at most %s %%".formatted(metric, percent())
                : "%s at most %s %% of that of the best constant prediction"
                        .formatted(metric, percent());
    }

    private String percent() {
        return Numbers.text(100 * share);
    }
}
