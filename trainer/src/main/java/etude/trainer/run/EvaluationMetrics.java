package etude.trainer.run;

import etude.datasets.Target;
import etude.datasets.split.Splits;
import etude.trainer.config.EvaluationConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.evaluation.MetricProvider;
import etude.trainer.evaluation.MetricRegistry;
import etude.trainer.loop.EvaluationResult;
import java.util.ArrayList;
import java.util.List;

/** What the evaluations of a run will measure. */
public final class EvaluationMetrics {
    private EvaluationMetrics() {}

    /** The names of its metrics, as metrics.jsonl has them. */
    public static List<String> of(RunConfig config, Splits splits) {
        EvaluationConfig evaluation = config.evaluation();
        Target target = splits.train().spec().target();
        List<MetricProvider> further = MetricRegistry.load().of(evaluation.metrics(), target);
        List<String> names = new ArrayList<>();
        if (evaluation.validationExamples().of(splits.validation().size()) > 0) {
            names.addAll(EvaluationResult.names(target, "validation", further));
        }
        if (evaluation.trainExamples().of(splits.train().size()) > 0) {
            names.addAll(EvaluationResult.names(target, "train_evaluation", further));
        }
        return names;
    }
}
