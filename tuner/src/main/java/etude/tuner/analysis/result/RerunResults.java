package etude.tuner.analysis.result;

import etude.tuner.analysis.statistics.Noise;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the settings of a trial reached with other seeds than its own (playbook, "Determining
 * whether to adopt a training pipeline change or hyperparameter configuration": trial variance).
 *
 * @param costs the best of each that works, by its seed; negated where more is better
 * @param infeasible how many do not work with their seed
 */
public record RerunResults(SortedMap<Long, Double> costs, int infeasible) {
    public RerunResults {
        costs = Collections.unmodifiableSortedMap(new TreeMap<>(costs));
    }

    /** How many have ended with a result. */
    public int ended() {
        return costs.size() + infeasible;
    }

    /** The objective by seed, and its mean and spread where there are two, for programs. */
    public Map<String, Object> json(StudyResults results) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seeds", List.copyOf(costs.keySet()));
        json.put("values", costs.values().stream().map(results::cost).toList());
        if (costs.size() > 1) {
            json.put("mean", results.cost(mean()));
            json.put("standard_error", standardError());
            json.put("standard_deviation", deviation());
        }
        return json;
    }

    /** The costs in the order of seeds. */
    public double[] values() {
        return costs.values().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Of those that work; at least one does. */
    public double mean() {
        return costs.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The standard deviation between seeds; at least two work. */
    public double deviation() {
        return Math.sqrt(Noise.variance(values()));
    }

    /** The standard error of the mean; at least two work. */
    public double standardError() {
        return deviation() / Math.sqrt(costs.size());
    }
}
