package etude.tuner.space;

import com.fasterxml.jackson.databind.JsonNode;
import etude.tuner.text.ShortNames;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a study set out to do, as conclusions need to know it.
 *
 * @param hyperparameters in the order of declaration
 * @param arms one for each scientific configuration
 * @param trialsPerArm how many each arm is to have
 * @param fixed values by path, as texts: each is a caveat on every conclusion
 * @param baseline what the base config has for its scientific hyperparameters, by path
 * @param adviceSource finds caveats by the playbook's rules
 * @param algorithm how its points are chosen
 */
public record StudyOutline(
        String name,
        String goal,
        Objective objective,
        List<Hyperparameter> hyperparameters,
        List<Arm> arms,
        int trialsPerArm,
        Map<String, String> fixed,
        Map<String, JsonNode> baseline,
        Supplier<List<Advice>> adviceSource,
        Algorithm algorithm) {
    public StudyOutline {
        hyperparameters = List.copyOf(hyperparameters);
        arms = List.copyOf(arms);
        fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
        baseline = Collections.unmodifiableMap(new LinkedHashMap<>(baseline));
    }

    /** Caveats by the playbook's rules. */
    public List<Advice> advice() {
        return adviceSource.get();
    }

    /** For texts about the study. */
    public ShortNames shortNames() {
        return ShortNames.of(
                Stream.concat(
                                hyperparameters.stream().map(Hyperparameter::path),
                                fixed.keySet().stream())
                        .distinct()
                        .toList());
    }

    /** The hyperparameters of one role. */
    public List<Hyperparameter> hyperparameters(Role role) {
        return hyperparameters.stream().filter(h -> h.role() == role).toList();
    }
}
