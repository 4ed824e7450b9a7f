package etude.tuner.store;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.io.IOException;
import java.util.Optional;

/** How an attempt ends, and with what; a worker tells it its supervisor as JSON. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "end")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Ending.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = Ending.Rejected.class, name = "infeasible"),
    @JsonSubTypes.Type(value = Ending.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Ending.Preempted.class, name = "preempted"),
    @JsonSubTypes.Type(value = Ending.Crashed.class, name = "crashed")
})
public sealed interface Ending {
    AttemptEnd end();

    /** In a sentence; empty where the word for the end says it all. */
    default String reason() {
        return "";
    }

    /** Why the settings do not work, where that is what ended it. */
    default Optional<Infeasible> infeasible() {
        return Optional.empty();
    }

    /** For people: how it ended, and why. */
    default String text() {
        return reason().isEmpty() ? end().word() : "%s (%s)".formatted(end().word(), reason());
    }

    /** As JSON, with how it ended as {@code end}. */
    default JsonNode json() {
        return Json.tree(this);
    }

    /**
     * Reads the JSON of an ending.
     *
     * @throws IOException when it is something else
     */
    static Ending read(JsonNode json) throws IOException {
        return Json.value(json, Ending.class);
    }

    /** Trained to the last step. */
    record Completed() implements Ending {
        @Override
        public AttemptEnd end() {
            return AttemptEnd.COMPLETED;
        }
    }

    /** The settings do not work: the trial is kept and counted, and never tried again. */
    record Rejected(Infeasible why) implements Ending {
        @Override
        public AttemptEnd end() {
            return AttemptEnd.INFEASIBLE;
        }

        @Override
        public String reason() {
            return why.sentence();
        }

        @Override
        public Optional<Infeasible> infeasible() {
            return Optional.of(why);
        }
    }

    /** Something broke for good; the user may have failed trials tried again. */
    record Failed(String reason) implements Ending {
        @Override
        public AttemptEnd end() {
            return AttemptEnd.FAILED;
        }
    }

    /** Stopped by a signal: the trial is pending again and continues from its checkpoint. */
    record Preempted() implements Ending {
        @Override
        public AttemptEnd end() {
            return AttemptEnd.PREEMPTED;
        }
    }

    /** The process died: the trial is pending again, and whoever counts crashes finds this one. */
    record Crashed(String reason) implements Ending {
        @Override
        public AttemptEnd end() {
            return AttemptEnd.CRASHED;
        }
    }
}
