package etude.trainer.evaluation;

import etude.datasets.Target;
import java.util.List;
import java.util.Map;

/**
 * Measures one kind of metric of an evaluation. Found by {@link java.util.ServiceLoader}, so a jar
 * on the class path can add its own; write the class name to {@code
 * META-INF/services/etude.trainer.evaluation.MetricProvider}.
 */
public interface MetricProvider {
    /** What {@code evaluation.metrics} chooses it by. */
    String name();

    /**
     * The names of what it measures of such targets, as in {@code validation/NAME}; none where it
     * measures nothing of them. Of classes without names, those that do not depend on them.
     */
    List<String> values(Target target);

    /** Which end is better. */
    boolean higherIsBetter();

    /** Whether it reads {@link Predictions#probabilities}, which take memory. */
    default boolean readsProbabilities() {
        return false;
    }

    /**
     * The metrics of an evaluation.
     *
     * @return by the names of {@link #values}, each of them; NaN for what these examples do not
     *     tell
     */
    Map<String, Double> of(Predictions predictions);
}
