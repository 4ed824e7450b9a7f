package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When a hyperparameter exists (the playbook's conditional hyperparameters).
 *
 * @param allowed other hyperparameters and config keys, each with the values that it must have one
 *     of
 */
public record Condition(Map<String, List<JsonNode>> allowed) {
    /** What is known of a condition before all values are. */
    enum Verdict {
        HOLDS,
        FAILS,
        DEPENDS
    }

    public Condition {
        allowed = Collections.unmodifiableMap(new LinkedHashMap<>(allowed));
    }

    Verdict judge(Known known) {
        Verdict verdict = Verdict.HOLDS;
        for (Map.Entry<String, List<JsonNode>> entry : allowed.entrySet()) {
            if (known.isOpen(entry.getKey())) {
                verdict = Verdict.DEPENDS;
            } else if (known.value(entry.getKey())
                    .filter(v -> entry.getValue().stream().anyMatch(a -> Values.same(a, v)))
                    .isEmpty()) {
                return Verdict.FAILS;
            }
        }
        return verdict;
    }
}
