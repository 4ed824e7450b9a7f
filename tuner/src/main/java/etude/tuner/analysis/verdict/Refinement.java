package etude.tuner.analysis.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.space.Hyperparameter;
import java.util.List;

/** A change of the search space that a finished study asks for, with its reason. */
public sealed interface Refinement {
    /** What a study asks for, in the order in which it is to be done. */
    static List<Refinement> of(Basis basis) {
        return Refinements.of(basis);
    }

    /** Why, as a sentence. */
    String reason();

    /** An end of a range that moves. */
    record MovedEnd(Hyperparameter hyperparameter, boolean lower, double end, String reason)
            implements Refinement {}

    /** A value that goes from a list. */
    record DroppedValue(Hyperparameter hyperparameter, JsonNode value, String reason)
            implements Refinement {}

    /** A hyperparameter that does not matter keeps one value. */
    record FixedValue(Hyperparameter hyperparameter, JsonNode value, String reason)
            implements Refinement {}

    /**
     * The product or ratio of two hyperparameters is searched in place of the second one, which
     * then follows.
     *
     * @param product whether it is the product
     * @param low the smallest value that it had in a feasible trial
     * @param high the largest one
     */
    record Combined(
            Hyperparameter first,
            Hyperparameter second,
            boolean product,
            double low,
            double high,
            String reason)
            implements Refinement {}

    /** How many trials each arm is to have. */
    record TrialCount(int trials, String reason) implements Refinement {}
}
