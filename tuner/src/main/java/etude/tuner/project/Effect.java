package etude.tuner.project;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a change compares with the incumbent.
 *
 * @param change what was compared, such as {@code weight_decay=true}
 * @param candidate the best configuration with the change
 * @param incumbent the best one without
 * @param gain by how much the candidate is better, in the metric's unit; below 0 where it is worse
 * @param chance what retraining alone explains; infinite where too few were trained again
 * @param margin less does not outweigh the complexity that a change adds
 */
public record Effect(
        String change,
        Measured candidate,
        Measured incumbent,
        double gain,
        double chance,
        double margin) {
    /** Whether one study tuned both, which is as much of each. */
    public boolean ofOneStudy() {
        return candidate.study().equals(incumbent.study());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("change", change);
        json.put("candidate", candidate.json());
        json.put("incumbent", incumbent.json());
        json.put("gain", gain);
        json.put("chance", chance);
        json.put("margin", margin);
        return json;
    }

    static Effect of(JsonObject json) throws IOException {
        return new Effect(
                json.text("change"),
                Measured.of(json.object("candidate")),
                Measured.of(json.object("incumbent")),
                json.number("gain"),
                json.number("chance"),
                json.number("margin"));
    }
}
