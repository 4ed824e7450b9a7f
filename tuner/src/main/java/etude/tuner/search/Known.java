package etude.tuner.search;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.space.Origin;
import etude.tuner.space.Trial;
import java.util.Map;

/**
 * What is known of a trial that has a point.
 *
 * @param number of the trial; below 0 where it is one of an earlier study
 * @param values of its hyperparameters by their ids
 * @param origin of its point
 */
public record Known(int number, Map<String, JsonNode> values, Origin origin, Result result) {
    /** What became of it. */
    public sealed interface Result {
        /**
         * It was trained to its end.
         *
         * @param cost the best objective, negated where more is better; finite
         */
        record Reached(double cost) implements Result {}

        /** Its settings do not work. */
        record Infeasible() implements Result {}

        /** It has not ended. */
        record Open() implements Result {}

        /** It failed for a reason that says nothing about its settings. */
        record Failed() implements Result {}
    }

    public static Known of(Trial trial, Result result) {
        return new Known(trial.number(), trial.values(), trial.origin(), result);
    }

    /** Whether it tells something about its settings. */
    boolean tells() {
        return result instanceof Result.Reached || result instanceof Result.Infeasible;
    }

    boolean isOpen() {
        return result instanceof Result.Open;
    }

    boolean isFeasible() {
        return result instanceof Result.Reached;
    }
}
