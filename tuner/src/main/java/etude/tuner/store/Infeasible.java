package etude.tuner.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.trainer.run.Summary;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Why the settings of a trial do not work. As JSON it has a {@code kind} and its data, here and in
 * the store; {@link #sentence} is the only place that puts it into words.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Infeasible.Diverged.class, name = "diverged"),
    @JsonSubTypes.Type(value = Infeasible.OutOfMemory.class, name = "out_of_memory"),
    @JsonSubTypes.Type(value = Infeasible.Constraint.class, name = "constraint"),
    @JsonSubTypes.Type(value = Infeasible.FarWorse.class, name = "far_worse")
})
public sealed interface Infeasible {
    /** What all reasons of a kind have in common. */
    enum Kind {
        DIVERGED("diverged", "diverged"),
        OUT_OF_MEMORY("out of memory", "ran out of memory"),
        CONSTRAINT("violated a constraint", "violated a constraint"),
        FAR_WORSE(
                "far worse: learned little beside the best trial",
                "learned little beside the best trial");

        private final String words;
        private final String ending;

        Kind(String words, String ending) {
            this.words = words;
            this.ending = ending;
        }

        /** After a number of trials. */
        public String words() {
            return words;
        }

        /** After the name of a run. */
        public String ending() {
            return ending;
        }

        /** As JSON has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether training itself went wrong, not memory or a rule. */
        public boolean isInstability() {
            return this == DIVERGED || this == FAR_WORSE;
        }
    }

    Kind kind();

    /** What happened, as part of a sentence. */
    String sentence();

    /**
     * A loss or gradient was not finite.
     *
     * @param step updates done before
     */
    record Diverged(long step) implements Infeasible {
        @Override
        public Kind kind() {
            return Kind.DIVERGED;
        }

        @Override
        public String sentence() {
            return "diverged after step " + step;
        }
    }

    /**
     * A batch does not fit the device.
     *
     * @param setting the key to lower
     * @param size its value
     * @param detail in the engine's words
     */
    record OutOfMemory(String setting, int size, String detail) implements Infeasible {
        @Override
        public Kind kind() {
            return Kind.OUT_OF_MEMORY;
        }

        @Override
        public String sentence() {
            return "out of memory: %s %d does not fit (%s)".formatted(setting, size, detail);
        }
    }

    /**
     * The settings fit neither each other nor the data.
     *
     * @param rule that they violate, in a sentence
     */
    record Constraint(String rule) implements Infeasible {
        @Override
        public Kind kind() {
            return Kind.CONSTRAINT;
        }

        @Override
        public String sentence() {
            return "constraint violated: " + rule;
        }
    }

    /** It finished and learned little beside the best trial: the analysis says so, no store. */
    record FarWorse() implements Infeasible {
        @Override
        public Kind kind() {
            return Kind.FAR_WORSE;
        }

        @Override
        public String sentence() {
            return Kind.FAR_WORSE.words();
        }
    }

    /**
     * Why the settings of a run did not work, if that is how it ended.
     *
     * @param batchSize of the run, for its summary does not say which of its batches did not fit
     */
    static Optional<Infeasible> of(Summary summary, int batchSize) {
        return switch (summary.end().status()) {
            case DIVERGED ->
                    Optional.of(
                            new Diverged(
                                    summary.end().divergedAfter().orElse(summary.steps() - 1)));
            case OUT_OF_MEMORY ->
                    Optional.of(new OutOfMemory("batch_size", batchSize, summary.end().detail()));
            case COMPLETED, FAILED, PREEMPTED -> Optional.empty();
        };
    }

    /** As JSON, with {@link Kind#word} as {@code kind}. */
    default JsonNode json() {
        return Json.tree(this);
    }

    /**
     * Reads the JSON of a reason.
     *
     * @throws IOException when it is something else
     */
    static Infeasible read(JsonNode json) throws IOException {
        return Json.value(json, Infeasible.class);
    }
}
