package etude.tuner.project;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Something that was done or decided, a line of {@code journal.jsonl}.
 *
 * @param time in ISO format, UTC
 * @param step of the playbook
 * @param round the folder of the round that it was part of; empty where it was of none
 * @param reason why it was done, or why the step is skipped
 * @param command that did it; empty of a skip
 * @param exitCode of the command
 * @param predictedSeconds what it was to take, where that was known
 * @param countedSeconds what it trained, in counted steps, where less than predicted may do
 * @param tookSeconds what it took
 * @param by the user
 */
public record JournalEntry(
        String time,
        Kind kind,
        String step,
        String round,
        String reason,
        String command,
        OptionalInt exitCode,
        OptionalDouble predictedSeconds,
        OptionalDouble countedSeconds,
        OptionalDouble tookSeconds,
        String by) {
    /** What kind of thing it is. */
    public enum Kind {
        /** A command ran. */
        DONE,
        /** A change of the incumbent was adopted. */
        LAUNCHED,
        /** A round ended with a lesson. */
        LEARNED,
        /** A study was brought in. */
        ADOPTED,
        /** Somebody disagreed. */
        SKIPPED
    }

    /** A skip. */
    public static JournalEntry skipped(String time, String step, String reason, String by) {
        return new JournalEntry(
                time,
                Kind.SKIPPED,
                step,
                "",
                reason,
                "",
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                by);
    }

    /** A study that was brought in as a round. */
    public static JournalEntry adopted(
            String time, String step, String round, String command, String by) {
        return new JournalEntry(
                time,
                Kind.ADOPTED,
                step,
                round,
                "",
                command,
                OptionalInt.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                by);
    }

    /**
     * What the budget is charged: what was counted, else predicted, so that decisions follow from
     * counted steps and no clock; where neither is there, or it failed, what it took. One that was
     * stopped is charged when it ends.
     */
    public double chargedSeconds() {
        if (exitCode.orElse(0) == STOPPED) {
            return 0;
        }
        double took = tookSeconds.orElse(0);
        boolean done = exitCode.orElse(0) == 0;
        return done ? countedSeconds.orElse(predictedSeconds.orElse(took)) : took;
    }

    /** The exit code of what a signal stopped. */
    private static final int STOPPED = 75;

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("time", time);
        json.put("kind", kind.name());
        json.put("step", step);
        if (!round.isEmpty()) {
            json.put("round", round);
        }
        json.put("reason", reason);
        json.put("command", command);
        exitCode.ifPresent(code -> json.put("exit_code", code));
        predictedSeconds.ifPresent(seconds -> json.put("predicted_seconds", seconds));
        countedSeconds.ifPresent(seconds -> json.put("counted_seconds", seconds));
        tookSeconds.ifPresent(seconds -> json.put("took_seconds", seconds));
        json.put("by", by);
        return json;
    }

    static JournalEntry of(JsonObject json) throws IOException {
        return new JournalEntry(
                json.text("time"),
                kind(json.text("kind")),
                json.text("step"),
                json.optionalText("round").orElse(""),
                json.text("reason"),
                json.text("command"),
                json.optionalCount("exit_code"),
                json.optionalNumber("predicted_seconds"),
                json.optionalNumber("counted_seconds"),
                json.optionalNumber("took_seconds"),
                json.text("by"));
    }

    private static Kind kind(String word) throws IOException {
        try {
            return Kind.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw new IOException("kind is " + word + ", which is none", e);
        }
    }
}
