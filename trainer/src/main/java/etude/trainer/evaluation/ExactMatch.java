package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The share of examples all of whose labels are predicted rightly: 1 less the error rate. */
public final class ExactMatch implements MetricProvider {
    private static final String NAME = "exact_match";

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
        return target instanceof Target.Labels ? List.of(NAME) : List.of();
    }

    @Override
    public Map<String, Double> of(Predictions predictions) {
        long right =
                IntStream.range(0, predictions.examples())
                        .filter(
                                i ->
                                        IntStream.range(0, predictions.classes())
                                                .allMatch(
                                                        label ->
                                                                predictions.is(i, label)
                                                                        == predictions.isPredicted(
                                                                                i, label)))
                        .count();
        return Map.of(NAME, (double) right / predictions.examples());
    }
}
