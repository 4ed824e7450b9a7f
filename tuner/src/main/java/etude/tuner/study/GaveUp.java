package etude.tuner.study;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * The last that a worker's process tells its supervisor when it can do no trial: through the pipe,
 * for where the disk is full its log cannot say it.
 *
 * @param why in a sentence
 */
public record GaveUp(String why) {
    private static final String KEY = "gave_up";

    /** One line of JSON. */
    public String line() {
        return Json.line(Map.of(KEY, why));
    }

    /** Reads a line; empty when it is something else. */
    static Optional<GaveUp> parse(String line) {
        try {
            JsonNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
            return json.has(KEY)
                    ? Optional.of(new GaveUp(json.path(KEY).asText()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
