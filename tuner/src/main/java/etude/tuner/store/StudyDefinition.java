package etude.tuner.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What makes two studies the same study.
 *
 * @param name unique within a store
 * @param studyFile the whole text of the study file
 * @param baseConfig the resolved base config, with every default
 * @param facts what was decided once at creation and could change numbers, such as threads per
 *     trial
 */
public record StudyDefinition(
        String name, String studyFile, String baseConfig, Map<String, String> facts) {
    public StudyDefinition {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** With more facts. */
    public StudyDefinition withFacts(Map<String, String> further) {
        Map<String, String> more = new LinkedHashMap<>(facts);
        more.putAll(further);
        return new StudyDefinition(name, studyFile, baseConfig, more);
    }
}
