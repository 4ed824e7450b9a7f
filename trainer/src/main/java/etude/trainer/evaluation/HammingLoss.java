package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The share of wrong decisions on labels (Schapire and Singer 2000). */
public final class HammingLoss implements MetricProvider {
    private static final String NAME = "hamming_loss";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean higherIsBetter() {
        return false;
    }

    @Override
    public List<String> values(Target target) {
        return target instanceof Target.Labels ? List.of(NAME) : List.of();
    }

    @Override
    public Map<String, Double> of(Predictions predictions) {
        int decisions = predictions.targets().length;
        long wrong =
                IntStream.range(0, decisions)
                        .filter(i -> predictions.targets()[i] != predictions.predicted()[i])
                        .count();
        return Map.of(NAME, (double) wrong / decisions);
    }
}
