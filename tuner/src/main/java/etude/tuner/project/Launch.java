package etude.tuner.project;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The adoption of a configuration (playbook, "The incremental tuning strategy").
 *
 * @param number from 1
 * @param step of the playbook that proposed it
 * @param source the run, probe, procedure or study that it rests on, or a key of project.yaml
 * @param changes {@code key=value} for each
 * @param evidence in sentences
 * @param result what the configuration reached, where that was measured
 * @param cost of all that was done since the launch before
 * @param commit of the folder that it was launched from; empty where there is no git
 * @param time in ISO format, UTC
 */
public record Launch(
        int number,
        String step,
        String source,
        List<String> changes,
        String evidence,
        Optional<Measured> result,
        Effort cost,
        String commit,
        String time) {
    public Launch {
        changes = List.copyOf(changes);
    }

    /** Whether it is of the same change for the same reason. */
    boolean isOf(Adoption adoption) {
        return step.equals(adoption.step())
                && source.equals(adoption.source())
                && changes.equals(adoption.changes());
    }

    /** Whether it changed a key, or something in a part of the config. */
    public boolean changes(String key) {
        return changes.stream()
                .map(change -> change.replaceFirst("=.*", ""))
                .anyMatch(changed -> changed.equals(key) || changed.startsWith(key + "."));
    }

    /** The value that it gave a key; empty where it did not change it. */
    public Optional<String> value(String key) {
        return changes.stream()
                .filter(change -> change.startsWith(key + "="))
                .map(change -> change.substring(key.length() + 1))
                .findFirst();
    }

    /** For programs, and as the file has it. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", number);
        json.put("step", step);
        json.put("source", source);
        json.put("changes", changes);
        json.put("evidence", evidence);
        result.ifPresent(measured -> json.put("result", measured.json()));
        json.put("cost", cost.json());
        json.put("commit", commit);
        json.put("time", time);
        return json;
    }

    static Launch of(JsonObject json) throws IOException {
        return new Launch(
                json.count("number"),
                json.text("step"),
                json.text("source"),
                json.texts("changes"),
                json.text("evidence"),
                json.optional("result", Measured::of),
                Effort.of(json.object("cost")),
                json.text("commit"),
                json.text("time"));
    }
}
