package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What one trial trains. It is made once, when its study begins or is extended, and stored: worker,
 * report and export read what is stored.
 *
 * @param number from 0; trial n is point n div A of arm n mod A, of A arms
 * @param arm index of its arm
 * @param point number of its point within the arm
 * @param seed its training seed, a function of the study's seed and the point: equal across arms
 * @param values of the hyperparameters that exist in it and vary in the study, by their ids, in the
 *     order of declaration
 * @param settings all values by path: hyperparameters in the order of declaration, fixed, derived
 * @param origin where the point comes from; a trial whose point is still to be chosen has the
 *     values and settings that its arm has at any point
 */
public record Trial(
        int number,
        int arm,
        int point,
        long seed,
        Map<String, JsonNode> values,
        Map<String, JsonNode> settings,
        Origin origin)
        implements Training {
    /** How much longer the name of a trial's run is than that of its study. */
    static final int SUFFIX_BYTES = "-00000".length();

    public Trial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** One whose point depends on no results. */
    public Trial(
            int number,
            int arm,
            int point,
            long seed,
            Map<String, JsonNode> values,
            Map<String, JsonNode> settings) {
        this(number, arm, point, seed, values, settings, new Origin.Planned());
    }

    /** The same with another training seed. */
    public Trial withSeed(long other) {
        return new Trial(number, arm, point, other, values, settings, origin);
    }

    /** Whether its point is still to be chosen from the results of others. */
    public boolean awaitsPoint() {
        return origin.awaitsPoint();
    }

    @Override
    public Trial trial() {
        return this;
    }

    @Override
    public String runName(String study) {
        return String.format(Locale.ROOT, "%s-%05d", study, number);
    }

    @Override
    public String runDirectory() {
        return String.format(Locale.ROOT, "trials/%05d", number);
    }
}
