package etude.tuner.space;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the trials of an arm that share an optimizer do with its hyperparameters.
 *
 * @param tuned keys that differ from point to point
 * @param untouched paths of numbers that are the same in all arms
 */
record TunedOptimizer(String name, Arm arm, List<String> tuned, List<String> untouched) {
    private static final Set<String> ADAMS = Set.of("adam", "nadam", "adamw");

    /** From how many trials on which key is tuned too (playbook, "How should Adam's..."). */
    private static final Map<Integer, String> BUDGET =
            Map.of(0, "learning_rate", 10, "beta1", 25, "epsilon", 100, "beta2");

    /** What is missing or too much for this number of trials; empty where nothing is. */
    Optional<Advice> budget(int trials) {
        if (!ADAMS.contains(name)) {
            return Optional.empty();
        }
        List<String> wanted = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        new TreeMap<>(BUDGET).forEach((from, key) -> (trials >= from ? wanted : rest).add(key));
        List<String> missing = wanted.stream().filter(key -> !tuned.contains(key)).toList();
        List<String> extra = rest.stream().filter(tuned::contains).toList();
        if (missing.isEmpty() && extra.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Advice(
                        "adam_budget",
                        "%s, %d trials with %s: tune %s%s%s"
                                .formatted(
                                        arm.label(),
                                        trials,
                                        name,
                                        String.join(", ", wanted),
                                        named("; missing: ", missing),
                                        named("; too much for so few trials: ", extra))));
    }

    private static String named(String what, List<String> keys) {
        return keys.isEmpty() ? "" : what + String.join(", ", keys);
    }
}
