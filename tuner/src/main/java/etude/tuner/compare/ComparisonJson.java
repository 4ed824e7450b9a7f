package etude.tuner.compare;

import etude.tuner.compare.SizeTrial.Reached;
import etude.tuner.probe.Scaling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Everything that is known, for machines; what is not known is left out. */
final class ComparisonJson {
    private ComparisonJson() {}

    static Map<String, Object> of(Comparison comparison, Origin origin) {
        ComparisonSetup setup = comparison.setup();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", setup.name());
        json.put("command", origin.command());
        json.put("device", origin.device());
        json.put("versions", origin.versions());
        json.put("target", setup.target());
        json.put("trials_per_size", setup.trialsPerSize());
        json.put("learning_rates", setup.rates());
        json.put("step_budget", setup.totalSteps());
        json.put("evaluate_every", setup.evaluateEvery());
        json.put("sizes", comparison.sizes().stream().map(ComparisonJson::size).toList());
        json.put("scalings", comparison.scalings());
        comparison.critical().ifPresent(size -> json.put("critical_batch_size", size));
        json.put("perfect_scaling_threshold", Scaling.PERFECT);
        comparison.fastest().ifPresent(size -> json.put("fastest", size.batchSize()));
        comparison
                .fastestByProbe()
                .ifPresent(size -> json.put("fastest_by_probe", size.batchSize()));
        comparison
                .cheapest()
                .ifPresent(size -> json.put("least_resource_consumption", size.batchSize()));
        json.put("inconclusive", comparison.inconclusive());
        json.put("reading", new ComparisonSentences(comparison).all());
        return json;
    }

    private static Map<String, Object> size(SizeSteps size) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("batch_size", size.batchSize());
        size.best().ifPresent(trial -> json.put("best_trial", trial.trial()));
        size.best().ifPresent(trial -> json.put("best_learning_rate", trial.learningRate()));
        size.edge()
                .ifPresent(
                        edge ->
                                json.put(
                                        "learning_rate_edge",
                                        edge.name().toLowerCase(Locale.ROOT)));
        size.reached().map(Reached::step).ifPresent(steps -> json.put("steps", steps));
        size.reached().map(Reached::after).ifPresent(steps -> json.put("steps_above", steps));
        size.examples().ifPresent(examples -> json.put("examples", examples));
        put(json, "seconds", size.seconds());
        put(json, "probe_seconds_per_step", size.probed());
        put(json, "probe_seconds", size.probedSeconds());
        put(json, "device_seconds", size.deviceSeconds());
        json.put("trials", size.trials().stream().map(ComparisonJson::trial).toList());
        return json;
    }

    private static Map<String, Object> trial(SizeTrial trial) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", trial.trial());
        json.put("learning_rate", trial.learningRate());
        json.put("state", trial.state().word());
        json.put("reason", trial.reason());
        put(json, "seconds_per_step", trial.secondsPerStep());
        json.put("evaluations", List.copyOf(trial.evaluations()));
        return json;
    }

    private static void put(Map<String, Object> json, String name, OptionalDouble value) {
        value.ifPresent(number -> json.put(name, number));
    }
}
