package etude.tuner.space;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the point of a trial comes from; as JSON it has a {@code kind} and its data. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Origin.Planned.class, name = "planned"),
    @JsonSubTypes.Type(value = Origin.Awaited.class, name = "awaited"),
    @JsonSubTypes.Type(value = Origin.Suggested.class, name = "suggested"),
    @JsonSubTypes.Type(value = Origin.Substituted.class, name = "substituted")
})
public sealed interface Origin {
    /** Decided when the study began or was extended, whatever trials find. */
    record Planned() implements Origin {}

    /** To be chosen from the results so far by whoever claims the trial. */
    record Awaited() implements Origin {}

    /**
     * Chosen by a model of the results so far.
     *
     * @param finished numbers of the trials that had ended, whose results the model knew
     * @param pending numbers of those that had not, whose results it imagined
     * @param objective the model of the objective
     * @param feasibility the model of which settings work; none where all had worked
     * @param mean of the objective, as the model predicted it
     * @param deviation of the prediction
     * @param feasible the probability that the settings work
     */
    record Suggested(
            List<Integer> finished,
            List<Integer> pending,
            Model objective,
            List<Model> feasibility,
            double mean,
            double deviation,
            double feasible)
            implements Origin {
        public Suggested {
            finished = List.copyOf(finished);
            pending = List.copyOf(pending);
            feasibility = List.copyOf(feasibility);
        }
    }

    /**
     * The next point of the quasi-random sequence that no trial has, in place of a suggestion.
     *
     * @param finished numbers of the trials that had ended
     * @param pending numbers of those that had not
     */
    record Substituted(Reason reason, List<Integer> finished, List<Integer> pending)
            implements Origin {
        public Substituted {
            finished = List.copyOf(finished);
            pending = List.copyOf(pending);
        }
    }

    /**
     * A Gaussian process, so that whoever goes on need not fit it again.
     *
     * @param lengthScales by the ids of the hyperparameters, in shares of their ranges
     * @param variance of the standardized objective about its mean
     * @param noise variance of one measurement of it; 0 where there is none
     * @param trials to how many it was fitted
     * @param degenerate whether the fit explained nothing and was replaced by what holds before any
     *     data
     */
    record Model(
            Map<String, Double> lengthScales,
            double variance,
            double noise,
            int trials,
            boolean degenerate) {
        public Model {
            lengthScales = Collections.unmodifiableMap(new LinkedHashMap<>(lengthScales));
        }
    }

    /** Why there is no suggestion. */
    enum Reason {
        TOO_FEW("fewer than two feasible trials had ended"),
        CONSTANT("all feasible trials had the same objective"),
        CONTENDED("other trials began or ended while it was computed, three times in a row"),
        EXHAUSTED("every point that the model proposed had been tried");

        private final String words;

        Reason(String words) {
            this.words = words;
        }

        /** As part of a sentence. */
        public String words() {
            return words;
        }
    }

    /** Whether the trial has no point yet. */
    default boolean awaitsPoint() {
        return this instanceof Awaited;
    }

    /** Whether it was decided before any trial had ended. */
    default boolean precedesResults() {
        return this instanceof Planned;
    }

    /** As JSON, with the {@code kind}. */
    default JsonNode json() {
        return Json.tree(this);
    }

    /**
     * Reads the JSON of an origin.
     *
     * @throws IOException when it is something else
     */
    static Origin read(JsonNode json) throws IOException {
        return Json.value(json, Origin.class);
    }
}
