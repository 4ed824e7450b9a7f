package etude.tuner.analysis.headline;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.analysis.result.FeasibleTrial;
import etude.tuner.analysis.result.StudyResults;
import etude.tuner.analysis.result.Wording;
import etude.tuner.space.Hyperparameter;
import etude.tuner.space.Values;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The settings of the best trial.
 *
 * @param trial its number
 * @param step of its best evaluation
 * @param value the objective there, in words
 * @param settings its hyperparameters by path
 * @param command that trains them again; empty where the run's config is not on this machine
 */
public record BestSettings(
        int trial,
        long step,
        String value,
        Map<String, JsonNode> settings,
        Optional<String> command) {
    public BestSettings {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    static BestSettings of(StudyResults results, FeasibleTrial best) {
        Map<String, JsonNode> settings = new LinkedHashMap<>();
        for (Hyperparameter hyperparameter : results.study().outline().hyperparameters()) {
            best.trial()
                    .value(hyperparameter)
                    .ifPresent(value -> settings.put(hyperparameter.path(), value));
        }
        return new BestSettings(
                best.trial().number(),
                best.bestStep(),
                Wording.of(results.study()).value(best.cost()),
                settings,
                best.trial().trainingCommand());
    }

    String sentence() {
        String named =
                settings.entrySet().stream()
                        .map(e -> e.getKey() + "=" + Values.shortText(e.getValue()))
                        .collect(Collectors.joining(", "));
        return "Trial %d, %s at step %d%s."
                .formatted(trial, value, step, named.isEmpty() ? "" : ": " + named);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", trial);
        json.put("step", step);
        json.put("settings", settings);
        command.ifPresent(words -> json.put("command", words));
        return json;
    }
}
