package etude.tuner.project;

import etude.trainer.files.JsonObject;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A step whose command has begun and is not in the journal yet, kept in {@code begun.json}: where
 * the process is killed, what it had trained by then is charged all the same.
 *
 * @param entries of the journal when it began
 * @param words of the command
 * @param predictedSeconds of all of it, however often it was killed
 * @param procedure that the command runs, if it is one
 */
public record BegunStep(
        int entries,
        String step,
        String round,
        String reason,
        List<String> words,
        OptionalDouble predictedSeconds,
        Optional<String> procedure) {
    /** As {@code etude study run}: what goes on with a study may name it in another way. */
    private static final int WORDS_OF_A_COMMAND = 3;

    public BegunStep {
        words = List.copyOf(words);
    }

    /** Whether the journal has what became of it. */
    public boolean isIn(Journal journal) {
        return journal.entries().stream()
                .skip(entries)
                .anyMatch(
                        entry ->
                                entry.kind() == JournalEntry.Kind.DONE
                                        && entry.step().equals(step));
    }

    /** Whether the other goes on with what this one began. */
    public boolean isContinuedBy(BegunStep other) {
        return step.equals(other.step)
                && round.equals(other.round)
                && command().equals(other.command());
    }

    /** With what all of it was to take. */
    public BegunStep predicting(OptionalDouble seconds) {
        return new BegunStep(entries, step, round, reason, words, seconds, procedure);
    }

    /** As if it had begun when the journal had so many entries. */
    public BegunStep begunAfter(int all) {
        return new BegunStep(all, step, round, reason, words, predictedSeconds, procedure);
    }

    private List<String> command() {
        return words.subList(0, Math.min(WORDS_OF_A_COMMAND, words.size()));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("entries", entries);
        json.put("step", step);
        json.put("round", round);
        json.put("reason", reason);
        json.put("words", words);
        predictedSeconds.ifPresent(seconds -> json.put("predicted_seconds", seconds));
        procedure.ifPresent(name -> json.put("procedure", name));
        return json;
    }

    static BegunStep of(JsonObject json) throws IOException {
        return new BegunStep(
                json.count("entries"),
                json.text("step"),
                json.text("round"),
                json.text("reason"),
                json.texts("words"),
                json.optionalNumber("predicted_seconds"),
                json.optionalText("procedure"));
    }
}
