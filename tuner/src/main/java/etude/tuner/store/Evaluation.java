package etude.tuner.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one evaluation measured; numbers may be infinite or not numbers.
 *
 * @param metrics by name, in the order given
 */
public record Evaluation(long step, Map<String, Double> metrics) {
    public Evaluation {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
