package etude.trainer.config;

import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Sequence;
import etude.trainer.config.bind.Paths;
import etude.trainer.config.bind.YamlWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Tells whether a config still means the run that a saved config started. */
public final class ConfigDifferences {
    /** Keys that cannot change a run's numbers; everything else can. */
    public static final Set<String> HARMLESS = Set.of("name", "notes", "checkpoints.keep_best");

    private ConfigDifferences() {}

    /**
     * The keys that differ and matter, in the order of the config: {@code "optimizer.learning_rate:
     * 0.1 -> 0.2"}.
     *
     * @param saved the config of the run's first attempt
     * @param wanted the config now; {@code auto} for threads or kernels means those of the first
     *     attempt
     */
    public static List<String> between(RunConfig saved, RunConfig wanted) {
        Set<String> ignored = new HashSet<>(HARMLESS);
        if (wanted.threads().count().isEmpty()) {
            ignored.add("threads");
        }
        boolean earlierVersion = saved.kernels().processor().isEmpty();
        if (wanted.kernels().processor().isEmpty() || earlierVersion) {
            ignored.add("kernels");
        }
        return between(ConfigWriter.toTree(saved), ConfigWriter.toTree(wanted), ignored);
    }

    /**
     * The keys in which any two documents differ, with both values, one sentence each.
     *
     * @param ignored keys that do not matter
     */
    public static List<String> between(Mapping saved, Mapping wanted, Set<String> ignored) {
        Map<String, String> before = flat(saved);
        Map<String, String> after = flat(wanted);
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeAll(ignored);
        return keys.stream()
                .filter(key -> !Objects.equals(before.get(key), after.get(key)))
                .map(
                        key ->
                                "%s: %s -> %s"
                                        .formatted(
                                                key,
                                                before.getOrDefault(key, "absent"),
                                                after.getOrDefault(key, "absent")))
                .toList();
    }

    /** The values of a document by their paths, each in a line of YAML. */
    public static Map<String, String> flat(Mapping document) {
        Map<String, String> flat = new LinkedHashMap<>();
        flatten(document, "", flat);
        return flat;
    }

    private static void flatten(ConfigNode node, String path, Map<String, String> flat) {
        if (node instanceof Mapping mapping) {
            mapping.entries()
                    .forEach((key, entry) -> flatten(entry.value(), Paths.join(path, key), flat));
        } else if (node instanceof Sequence list
                && !list.items().isEmpty()
                && list.items().stream().allMatch(Mapping.class::isInstance)) {
            for (int i = 0; i < list.items().size(); i++) {
                flatten(list.items().get(i), "%s[%d]".formatted(path, i), flat);
            }
        } else {
            flat.put(path, YamlWriter.line(node));
        }
    }
}
