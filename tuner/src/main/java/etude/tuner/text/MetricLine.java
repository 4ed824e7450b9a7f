package etude.tuner.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measurements worth a glance, as one line of text. */
public final class MetricLine {
    private MetricLine() {}

    /**
     * Loss, then every metric of the evaluation splits but the sample of training examples, then
     * learning rate and speed; what was not measured is left out.
     */
    public static String of(Map<String, Double> metrics) {
        List<String> parts = new ArrayList<>();
        addIfMeasured(parts, metrics, "train/loss");
        metrics.keySet().stream()
                .filter(name -> name.startsWith("validation/") || name.startsWith("test/"))
                .filter(name -> !isOfClass(name))
                .sorted()
                .forEach(name -> addIfMeasured(parts, metrics, name));
        addIfMeasured(parts, metrics, "learning_rate");
        Double speed = metrics.get("examples_per_second");
        if (speed != null) {
            parts.add(String.format(Locale.ROOT, "%,.0f examples/s", speed));
        }
        return String.join("  ", parts);
    }

    /** Whether a metric is that of a single class, as {@code validation/f1/cat}. */
    public static boolean isOfClass(String metric) {
        return metric.indexOf('/') != metric.lastIndexOf('/');
    }

    /** Whether a metric is a share of the examples, which is shown in percent everywhere. */
    public static boolean isRate(String metric) {
        return metric.endsWith("error_rate") || metric.endsWith("accuracy");
    }

    /** A value of a metric: {@code 3.05 %} of a rate, else {@link #number(double)}. */
    public static String value(String metric, double value) {
        return isRate(metric) && Double.isFinite(value)
                ? String.format(Locale.ROOT, "%.2f %%", 100 * value)
                : number(value);
    }

    /** Four significant digits, in plain notation where that is short. */
    public static String number(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1.0e-3 || size >= 1.0e6)) {
            return Numbers.text(value);
        }
        return String.format(Locale.ROOT, size < 100 ? "%.4f" : "%.1f", value);
    }

    private static void addIfMeasured(
            List<String> parts, Map<String, Double> metrics, String name) {
        Double value = metrics.get(name);
        if (value != null) {
            parts.add(name + " " + value(name, value));
        }
    }
}
