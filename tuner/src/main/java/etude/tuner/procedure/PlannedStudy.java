package etude.tuner.procedure;

import etude.trainer.config.RunConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A study that a procedure runs: an ordinary one, whose files lie in the procedure's folder.
 *
 * @param name below {@code studies/}
 * @param text of its file, which names its base config {@link #baseName}
 * @param base the config of every trial
 * @param trials in all
 * @param steps of each, warmup included
 * @param reruns of the best trial of each arm once all have ended; empty where there are none
 */
public record PlannedStudy(
        String name, String text, RunConfig base, int trials, long steps, Optional<Reruns> reruns) {
    /**
     * What `etude study rerun` is asked for.
     *
     * @param seeds other ones, the same for each arm
     * @param margin the smallest difference that matters; empty for one standard error by the
     *     choice of validation examples
     */
    public record Reruns(int seeds, OptionalDouble margin) {
        /** For {@code plan.json}. */
        Map<String, Object> inputs() {
            Map<String, Object> inputs = new LinkedHashMap<>();
            inputs.put("seeds", seeds);
            margin.ifPresent(least -> inputs.put("margin", least));
            return inputs;
        }
    }

    /** The file of its base config beside its own. */
    static String baseName(String study) {
        return study + "-base.yaml";
    }

    /** All updates of all trials. */
    public long allSteps() {
        return trials * steps;
    }
}
