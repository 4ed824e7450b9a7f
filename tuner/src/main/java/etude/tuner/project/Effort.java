package etude.tuner.project;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What something took.
 *
 * @param trials that were trained, reruns with other seeds excluded
 * @param steps of all trainings
 * @param chargedSeconds of the budget, as predicted
 * @param tookSeconds by the clock
 */
public record Effort(
        int trials, int reruns, long steps, double chargedSeconds, double tookSeconds) {
    /** Nothing was trained. */
    public static Effort none() {
        return new Effort(0, 0, 0, 0, 0);
    }

    /** Of both. */
    public Effort plus(Effort other) {
        return new Effort(
                trials + other.trials,
                reruns + other.reruns,
                steps + other.steps,
                chargedSeconds + other.chargedSeconds,
                tookSeconds + other.tookSeconds);
    }

    /** The same trainings, with what they took. */
    Effort taking(double charged, double took) {
        return new Effort(trials, reruns, steps, charged, took);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trials", trials);
        json.put("reruns", reruns);
        json.put("steps", steps);
        json.put("charged_seconds", chargedSeconds);
        json.put("took_seconds", tookSeconds);
        return json;
    }

    static Effort of(JsonObject json) throws IOException {
        return new Effort(
                json.count("trials"),
                json.count("reruns"),
                json.whole("steps"),
                json.number("charged_seconds"),
                json.number("took_seconds"));
    }
}
