package etude.tuner.space;

import etude.datasets.config.Setting;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.metrics.Measurement;
import etude.trainer.run.Ranking;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What trials are compared by: the best value over training, not the last. */
public record Objective(
        @Setting(
                        value = "The metric, as metrics.jsonl names it.",
                        defaultsTo = "validation/error_rate")
                String metric,
        @Setting(value = "Which end is better: min or max.", defaultsTo = "min") Mode mode) {
    /** What ranks the checkpoints of a run by itself. */
    public static Objective of(Ranking ranking) {
        return new Objective(ranking.metric(), ranking.mode());
    }

    /** For programs, in the words of the study file. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", metric);
        json.put("mode", mode.name().toLowerCase(Locale.ROOT));
        return json;
    }

    /**
     * The earliest of the best measurements, chosen in retrospect; those that lack the metric do
     * not count.
     */
    public Optional<Measurement> best(List<Measurement> measurements) {
        return measurements.stream()
                .filter(one -> one.metrics().containsKey(metric))
                .reduce((best, next) -> cost(next) < cost(best) ? next : best);
    }

    /** The metric, negated where more is better; infinite where it is no number. */
    public double cost(Measurement measurement) {
        double value = value(measurement);
        if (Double.isNaN(value)) {
            return Double.POSITIVE_INFINITY;
        }
        return mode == Mode.MIN ? value : -value;
    }

    /** The metric; not a number where it was not measured. */
    public double value(Measurement measurement) {
        return measurement.metrics().getOrDefault(metric, Double.NaN);
    }
}
