package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one trial trains.
 *
 * @param number from 0; trial n is point n div A of arm n mod A, of A arms
 * @param arm index of its arm
 * @param point number of its point within the arm
 * @param seed its training seed, a function of the study's seed and the point: equal across arms
 * @param settings all values by path: hyperparameters in the order of declaration, fixed, derived
 * @param overrides {@code path=value} for each setting that is a config key, and the seed: what
 *     turns the base config into the trial's
 */
public record Trial(
        long number,
        int arm,
        long point,
        long seed,
        Map<String, JsonNode> settings,
        List<String> overrides) {
    public Trial {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        overrides = List.copyOf(overrides);
    }
}
