package etude.tuner.analysis.data;

import etude.tuner.space.Advice;
import etude.tuner.space.Objective;
import etude.tuner.space.Role;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the study set out to do.
 *
 * @param hyperparameters those that vary, in the order of declaration
 * @param fixed values by path: each is a caveat on every conclusion
 * @param advice caveats by the playbook's rules
 */
public record StudyDesign(
        String name,
        String goal,
        Objective objective,
        List<Hyperparameter> hyperparameters,
        List<ArmData> arms,
        Map<String, String> fixed,
        List<Advice> advice) {
    public StudyDesign {
        hyperparameters = List.copyOf(hyperparameters);
        arms = List.copyOf(arms);
        fixed = Collections.unmodifiableMap(new LinkedHashMap<>(fixed));
        advice = List.copyOf(advice);
    }

    /** The hyperparameters of one role. */
    public List<Hyperparameter> hyperparameters(Role role) {
        return hyperparameters.stream().filter(h -> h.role() == role).toList();
    }
}
