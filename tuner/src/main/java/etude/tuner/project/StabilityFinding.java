package etude.tuner.project;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/** What {@code etude tune stability} said of the incumbent. */
public sealed interface StabilityFinding {
    /** The name of the procedure. */
    String procedure();

    /** It was stopped. */
    record Begun(String procedure) implements StabilityFinding {}

    /**
     * It is known whether training is stable.
     *
     * @param unstableRate the smallest rate that is not; empty where none is up to 10 times the
     *     best
     * @param sentence the answer
     */
    record Known(String procedure, OptionalDouble unstableRate, String sentence)
            implements StabilityFinding {}

    /** It ended without a result. */
    record NoResult(String procedure, String sentence) implements StabilityFinding {}

    /**
     * What a procedure that has ended says.
     *
     * @param result its {@code result.json}
     */
    static StabilityFinding of(String procedure, JsonNode result) {
        String sentence = result.path("sentences").path(0).asText();
        if (!result.has("best_learning_rate")) {
            return new NoResult(procedure, sentence);
        }
        // Its sweep may have gone far beyond the rates that the question is about.
        boolean stable = result.path("result").asText().equals("none");
        JsonNode rate = result.path("unstable_base_learning_rate");
        return new Known(
                procedure,
                rate.isNumber() && !stable
                        ? OptionalDouble.of(rate.asDouble())
                        : OptionalDouble.empty(),
                sentence);
    }
}
