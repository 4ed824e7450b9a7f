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
    /** Whether a condition holds, as far as that can be told before all values are known. */
    enum Truth {
        HOLDS,
        FAILS,
        DEPENDS
    }

    public Condition {
        allowed = Collections.unmodifiableMap(new LinkedHashMap<>(allowed));
    }

    Truth judge(Known known) {
        Truth verdict = Truth.HOLDS;
        for (Map.Entry<String, List<JsonNode>> entry : allowed.entrySet()) {
            if (known.isOpen(entry.getKey())) {
                verdict = Truth.DEPENDS;
            } else if (known.value(entry.getKey())
                    .filter(v -> entry.getValue().stream().anyMatch(a -> Values.same(a, v)))
                    .isEmpty()) {
                return Truth.FAILS;
            }
        }
        return verdict;
    }

    /** As the id of a hyperparameter ends: {@code if optimizer.name is adam or nadam}. */
    public String text() {
        StringBuilder text = new StringBuilder();
        allowed.forEach(
                (path, values) ->
                        text.append(" if ")
                                .append(path)
                                .append(" is ")
                                .append(
                                        String.join(
                                                " or ",
                                                values.stream().map(Values::text).toList())));
        return text.toString();
    }
}
