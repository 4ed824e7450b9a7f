package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * F1 (van Rijsbergen 1979), the harmonic mean of precision and recall: of each class, their mean
 * over the classes that occur among labels or predictions ({@code f1_macro}), and that of all
 * decisions together ({@code f1_micro}), which is the accuracy where each example has one class.
 */
public final class F1 implements MetricProvider {
    private static final int MOST_CLASSES = 50;

    @Override
    public String name() {
        return "f1";
    }

    @Override
    public boolean higherIsBetter() {
        return true;
    }

    @Override
    public List<String> values(Target target) {
        if (!(target instanceof Target.Classes || target instanceof Target.Labels)) {
            return List.of();
        }
        List<String> values = new ArrayList<>(List.of("f1_macro", "f1_micro"));
        if (target.classes().size() <= MOST_CLASSES) {
            target.classes().forEach(label -> values.add("f1/" + label));
        }
        return values;
    }

    @Override
    public Map<String, Double> of(Predictions predictions) {
        ConfusionCounts counts = ConfusionCounts.of(predictions);
        Map<String, Double> values = new LinkedHashMap<>();
        values.put(
                "f1_macro",
                IntStream.range(0, predictions.classes())
                        .filter(counts::occurs)
                        .mapToDouble(counts::f1)
                        .average()
                        .orElse(Double.NaN));
        values.put("f1_micro", counts.micro());
        if (predictions.classes() <= MOST_CLASSES) {
            for (int label = 0; label < predictions.classes(); label++) {
                values.put("f1/" + predictions.target().classes().get(label), counts.f1(label));
            }
        }
        return values;
    }
}
