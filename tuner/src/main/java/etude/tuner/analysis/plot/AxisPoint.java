package etude.tuner.analysis.plot;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.OptionalDouble;

/**
 * A trial on an axis plot.
 *
 * @param coordinate of the value on the hyperparameter's scale, from 0 to 1
 * @param objective its best value over training; empty for infeasible trials
 */
public record AxisPoint(
        int trial, JsonNode value, double coordinate, OptionalDouble objective, Mark mark) {
    /** How the playbook's Figure 1 draws it. */
    public enum Mark {
        /** A dot. */
        FEASIBLE,
        /** A green star. */
        BEST,
        /** A red cross, pinned at the top. */
        INFEASIBLE
    }
}
