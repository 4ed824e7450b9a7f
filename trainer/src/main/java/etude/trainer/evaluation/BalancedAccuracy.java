package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The mean of the recall of each class that has examples (Brodersen et al. 2010). */
public final class BalancedAccuracy implements MetricProvider {
    private static final String NAME = "balanced_accuracy";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public List<String> values(Target target) {
        return target instanceof Target.Classes ? List.of(NAME) : List.of();
    }

    @Override
    public Map<String, Double> of(Predictions predictions) {
        ConfusionCounts counts = ConfusionCounts.of(predictions);
        return Map.of(
                NAME,
                IntStream.range(0, predictions.classes())
                        .filter(label -> counts.examples()[label] > 0)
                        .mapToDouble(counts::recall)
                        .average()
                        .orElse(Double.NaN));
    }
}
