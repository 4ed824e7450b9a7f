package etude.tuner.probe;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.trainer.timing.TimingRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a child is asked to do.
 *
 * @param task one of the tasks
 * @param device as the user named it
 * @param config resolved, as YAML
 * @param rules when enough was measured
 */
record ChildRequest(Task task, String device, String config, TimingRules rules) {
    enum Task {
        SETUP,
        TRAINING,
        EVALUATION;

        static Task of(Mode mode) {
            return mode == Mode.TRAINING ? TRAINING : EVALUATION;
        }
    }

    byte[] json() {
        return Json.file(
                Map.of(
                        "task", task.name(),
                        "device", device,
                        "config", config,
                        "relative_width", rules.relativeWidth(),
                        "seconds", rules.seconds()));
    }

    static ChildRequest read(Path file) throws IOException {
        JsonNode json = Json.parse(Files.readAllBytes(file));
        return new ChildRequest(
                Task.valueOf(json.path("task").asText()),
                json.path("device").asText(),
                json.path("config").asText(),
                new TimingRules(
                        json.path("relative_width").asDouble(), json.path("seconds").asDouble()));
    }
}
