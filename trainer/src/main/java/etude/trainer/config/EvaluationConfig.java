package etude.trainer.config;

import etude.datasets.config.Setting;
import java.util.List;

/** When and on what to evaluate. */
public record EvaluationConfig(
        @Setting(
                        value =
                                "Steps between evaluations, as a duration; the last step is always evaluated.",
                        defaultsTo = "5%")
                Duration every,
        @Setting(
                        value =
                                "Examples in one evaluation batch; the playbook advises at least the training batch size.",
                        defaultsTo = "1024",
                        min = 1)
                int batchSize,
        @Setting(
                        value = "Validation examples to use: all, or the size of a fixed sample.",
                        defaultsTo = "all")
                SampleSize validationExamples,
        @Setting(
                        value =
                                "Training examples to evaluate, without augmentation: all, or the size of a fixed sample; 0 for none.",
                        defaultsTo = "2000")
                SampleSize trainExamples,
        @Setting(
                        value =
                                "Validation examples whose predictions are saved at each evaluation.",
                        defaultsTo = "64",
                        min = 0)
                int predictions,
        @Setting(
                        value =
                                "Further metrics: f1, balanced_accuracy, top_5_accuracy, auc, exact_match, hamming_loss, r2, or those of a jar of yours.",
                        defaultsTo = "[]")
                List<String> metrics) {
    public EvaluationConfig {
        metrics = List.copyOf(metrics);
    }
}
