package etude.tuner.procedure;

import etude.tuner.text.Quantities;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a study will take.
 *
 * @param steps all updates of all trials
 * @param secondsPerStep of one trial by itself, evaluations excluded; empty where it was not timed
 * @param workers trials that run at once
 */
public record Estimate(long steps, OptionalDouble secondsPerStep, int workers) {
    private static final double SECONDS_PER_HOUR = 3600;

    /** Steps, seconds and device-hours. */
    public String sentence() {
        if (secondsPerStep.isEmpty()) {
            return "%,d steps".formatted(steps);
        }
        double seconds = steps * secondsPerStep.getAsDouble();
        return "%,d steps of %s: about %s with %d at once, %.2g device-hours, evaluations excluded"
                .formatted(
                        steps,
                        Quantities.stepTime(secondsPerStep.getAsDouble()),
                        Quantities.duration(seconds / workers),
                        workers,
                        seconds / SECONDS_PER_HOUR);
    }

    /** For programs. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("steps", steps);
        json.put("workers", workers);
        if (secondsPerStep.isPresent()) {
            double seconds = steps * secondsPerStep.getAsDouble();
            json.put("seconds_per_step", secondsPerStep.getAsDouble());
            json.put("seconds", seconds / workers);
            json.put("device_hours", seconds / SECONDS_PER_HOUR);
        }
        return json;
    }
}
