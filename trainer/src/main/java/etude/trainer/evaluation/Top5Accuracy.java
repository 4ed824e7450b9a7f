package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.List;
import java.util.Map;

/**
 * The share of examples whose class is among the five most probable ones; of classes that are
 * equally probable, the first ones count as more so.
 */
public final class Top5Accuracy implements MetricProvider {
    private static final String NAME = "top_5_accuracy";
    private static final int TOP = 5;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public boolean readsProbabilities() {
        return true;
    }

    /** Of up to five classes it would always be 1. */
    @Override
    public List<String> values(Target target) {
        int classes = target.classes().size();
        boolean known = target instanceof Target.Classes && (classes == 0 || classes > TOP);
        return known ? List.of(NAME) : List.of();
    }

    @Override
    public Map<String, Double> of(Predictions predictions) {
        int found = 0;
        for (int i = 0; i < predictions.examples(); i++) {
            int label = predictions.label(i);
            float truth = predictions.probability(i, label);
            int before = 0;
            for (int other = 0; other < predictions.classes(); other++) {
                float probability = predictions.probability(i, other);
                before += probability > truth || (probability == truth && other < label) ? 1 : 0;
            }
            found += before < TOP ? 1 : 0;
        }
        return Map.of(NAME, (double) found / predictions.examples());
    }
}
