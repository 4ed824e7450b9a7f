package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One scientific configuration of a study, with its own trials.
 *
 * @param index from 0
 * @param scientific its scientific values, in the order of declaration; none in a joint design
 * @param axes what is sampled, in the order of declaration: axis i is dimension i
 */
public record Arm(int index, Map<String, JsonNode> scientific, List<Axis> axes) {
    /**
     * A sampled hyperparameter.
     *
     * @param always whether it exists at every point of the arm
     */
    public record Axis(Hyperparameter hyperparameter, boolean always) {
        /** Whether no two points can agree on it by chance. */
        boolean tellsPointsApart() {
            return always && hyperparameter.domain().size().isEmpty();
        }
    }

    public Arm {
        scientific = Collections.unmodifiableMap(new LinkedHashMap<>(scientific));
        axes = List.copyOf(axes);
    }

    /** {@code optimizer.name=adam}, or {@code all trials} where there are no arms to tell apart. */
    public String label() {
        return scientific.isEmpty()
                ? "all trials"
                : scientific.entrySet().stream()
                        .map(e -> e.getKey() + "=" + Values.text(e.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
