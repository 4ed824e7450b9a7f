package example;

import etude.datasets.Target;
import etude.trainer.evaluation.MetricProvider;
import etude.trainer.evaluation.Predictions;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A metric: the share of its examples that the class which is found worst is found in. */
public final class WorstRecall implements MetricProvider {
    @Override
    public String name() {
        return "worst_recall";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public List<String> values(Target target) {
        return target instanceof Target.Classes ? List.of(name()) : List.of();
    }

    @Override
    public Map<String, Double> of(Predictions predictions) {
        double[] examples = new double[predictions.classes()];
        double[] found = new double[predictions.classes()];
        for (int i = 0; i < predictions.examples(); i++) {
            int label = predictions.label(i);
            examples[label]++;
            found[label] += predictions.choice(i) == label ? 1 : 0;
        }
        double worst =
                IntStream.range(0, examples.length)
                        .filter(label -> examples[label] > 0)
                        .mapToDouble(label -> found[label] / examples[label])
                        .min()
                        .orElse(Double.NaN);
        return Map.of(name(), worst);
    }
}
