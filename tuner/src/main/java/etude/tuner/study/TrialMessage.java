package etude.tuner.study;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.store.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker's process tells its supervisor, one line each.
 *
 * @param trial its number, or that of a rerun
 * @param step updates done
 * @param lastStep updates to do
 * @param metrics measured after this step
 * @param ended how the trial's attempt ended; empty while it goes on
 */
public record TrialMessage(
        int trial, long step, long lastStep, Map<String, Double> metrics, Optional<Ending> ended) {
    /** One line of JSON. */
    public String line() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("trial", trial);
        json.put("step", step);
        json.put("last_step", lastStep);
        json.put("metrics", metrics);
        ended.ifPresent(ending -> json.put("ended", ending.json()));
        return Json.line(json);
    }

    /** Reads a line; empty when it is something else, such as a library's greeting. */
    static Optional<TrialMessage> parse(String line) {
        try {
            JsonNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
            if (!json.has("trial") || !json.has("last_step")) {
                return Optional.empty();
            }
            return Optional.of(
                    new TrialMessage(
                            json.path("trial").asInt(),
                            json.path("step").asLong(),
                            json.path("last_step").asLong(),
                            Json.numbers(json.path("metrics")),
                            json.has("ended")
                                    ? Optional.of(Ending.read(json.path("ended")))
                                    : Optional.empty()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
