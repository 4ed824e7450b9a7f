package etude.tuner.project;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a round taught, {@code lesson.json} in its folder: the round has ended (playbook, "The
 * incremental tuning strategy").
 *
 * @param round its folder, such as {@code 03-weight-decay}
 * @param step of the playbook
 * @param goal as its study had it
 * @param study the directory of the study
 * @param seen in sentences: what was measured and the verdicts that matter
 * @param why the decision, in sentences
 * @param taught whether it changed what is known by more than noise and margin
 * @param effect of the change, where the round compared one with the incumbent
 * @param time in ISO format, UTC; empty before it is kept
 */
public record Lesson(
        String round,
        String step,
        String goal,
        String study,
        List<String> seen,
        Decision decision,
        String why,
        boolean taught,
        Optional<Effect> effect,
        Effort cost,
        String time) {
    /** What was decided. */
    public enum Decision {
        /** The change is part of the incumbent. */
        ADOPTED,
        /** The incumbent stays: it is better, or the change is not worth its complexity. */
        KEPT,
        /** The incumbent stays, for what was measured does not tell. */
        UNDECIDED
    }

    public Lesson {
        seen = List.copyOf(seen);
    }

    /** The same, as it is kept. */
    Lesson kept(Effort took, String when) {
        return new Lesson(
                round, step, goal, study, seen, decision, why, taught, effect, took, when);
    }

    /** For programs, and as the file has it. */
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("round", round);
        json.put("step", step);
        json.put("goal", goal);
        json.put("study", study);
        json.put("seen", seen);
        json.put("decision", decision.name());
        json.put("why", why);
        json.put("taught", taught);
        effect.ifPresent(found -> json.put("effect", found.json()));
        json.put("cost", cost.json());
        json.put("time", time);
        return json;
    }

    static Lesson of(JsonObject json) throws IOException {
        return new Lesson(
                json.text("round"),
                json.text("step"),
                json.text("goal"),
                json.text("study"),
                json.texts("seen"),
                decision(json.text("decision")),
                json.text("why"),
                json.truth("taught"),
                json.optional("effect", Effect::of),
                Effort.of(json.object("cost")),
                json.text("time"));
    }

    private static Decision decision(String word) throws IOException {
        try {
            return Decision.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new IOException("decision is " + word + ", which is none", e);
        }
    }
}
