package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What a condition can look at while hyperparameters get their values in order. */
final class Known {
    private final Set<String> declared = new HashSet<>();
    private final Function<String, Optional<JsonNode>> constants;
    private final Map<String, JsonNode> values = new LinkedHashMap<>();
    private final Set<String> open = new HashSet<>();

    /**
     * @param constants the value of any path that no hyperparameter has: fixed, or from the base
     *     config
     */
    Known(List<Hyperparameter> hyperparameters, Function<String, Optional<JsonNode>> constants) {
        hyperparameters.forEach(hyperparameter -> declared.add(hyperparameter.path()));
        this.constants = constants;
    }

    void put(String path, JsonNode value) {
        values.put(path, value);
    }

    /** Its value differs from point to point. */
    void leaveOpen(String path) {
        open.add(path);
    }

    boolean isOpen(String path) {
        return open.contains(path);
    }

    /** The value, or empty for a hyperparameter that does not exist here. */
    Optional<JsonNode> value(String path) {
        return declared.contains(path)
                ? Optional.ofNullable(values.get(path))
                : constants.apply(path);
    }

    Map<String, JsonNode> values() {
        return values;
    }
}
