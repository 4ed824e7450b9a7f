package etude.tuner.project;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a configuration reached, and what that rests on.
 *
 * @param metric of the project
 * @param study the directory of the study
 * @param trial its number in the study
 * @param value the best checkpoint of that trial
 * @param mean of its reruns with other seeds, or the value where there are fewer than two
 * @param standardDeviation from training to training; 0 where there are fewer than two reruns
 * @param reruns that the mean is of
 */
public record Measured(
        String metric,
        String study,
        int trial,
        double value,
        double mean,
        double standardDeviation,
        int reruns) {
    /** Of a trial that was not trained again. */
    public static Measured once(String metric, String study, int trial, double value) {
        return new Measured(metric, study, trial, value, value, 0, 0);
    }

    /** One standard error of the mean by seeds; infinite where it is not known. */
    public double standardError() {
        return reruns < 2 ? Double.POSITIVE_INFINITY : standardDeviation / Math.sqrt(reruns);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", metric);
        json.put("study", study);
        json.put("trial", trial);
        json.put("value", value);
        json.put("mean", mean);
        json.put("standard_deviation", standardDeviation);
        json.put("reruns", reruns);
        return json;
    }

    static Measured of(JsonObject json) throws IOException {
        return new Measured(
                json.text("metric"),
                json.text("study"),
                json.count("trial"),
                json.number("value"),
                json.number("mean"),
                json.number("standard_deviation"),
                json.count("reruns"));
    }
}
