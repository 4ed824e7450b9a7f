package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.List;
import java.util.Map;

/**
 * The coefficient of determination of a regression, {@code 1 - sum((target - predicted)^2) /
 * sum((target - mean)^2)}: 1 for perfect predictions, 0 for those of the mean of these targets.
 */
public final class Determination implements MetricProvider {
    private static final String NAME = "r2";

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
        return target instanceof Target.Value ? List.of(NAME) : List.of();
    }

    @Override
    public Map<String, Double> of(Predictions predictions) {
        int examples = predictions.examples();
        double mean = 0;
        for (float target : predictions.targets()) {
            mean += target / (double) examples;
        }
        double errors = 0;
        double spread = 0;
        for (int i = 0; i < examples; i++) {
            double target = predictions.targets()[i];
            errors += Math.pow(target - predictions.predicted()[i], 2);
            spread += Math.pow(target - mean, 2);
        }
        return Map.of(NAME, spread == 0 ? Double.NaN : 1 - errors / spread);
    }
}
