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
import java.util.function.Predicate;

/** Tells whether a config still means the run that a saved config started. */
public final class ConfigDifferences {
    /** Keys that cannot change a run's numbers; everything else can. */
    public static final Set<String> HARMLESS =
            Set.of("name", "notes", "checkpoints.keep_best", "distributed.timeout");

    /**
     * Keys that may change where a run goes on as another one, with all below them. Any other is of
     * another model, other data, another order of examples, or another state of the optimizer.
     */
    private static final List<String> CONTINUABLE =
            List.of(
                    "name",
                    "notes",
                    "threads",
                    "kernels",
                    "dataset.augment",
                    "initialize_from.freeze",
                    "max_train_steps",
                    "precision",
                    "deterministic",
                    "loss",
                    "optimizer.learning_rate",
                    "optimizer.weight_decay",
                    "optimizer.weight_decay_kind",
                    "optimizer.groups",
                    "schedule",
                    "dropout",
                    "gradient_clipping",
                    "label_smoothing",
                    "evaluation",
                    "checkpoints",
                    "logging",
                    "distributed");

    private ConfigDifferences() {}

    /** The keys that differ, with both values, such that a run cannot go on as the other one. */
    public static List<String> ofAnotherTraining(RunConfig saved, RunConfig wanted) {
        return between(
                ConfigWriter.toTree(saved),
                ConfigWriter.toTree(wanted),
                key -> CONTINUABLE.stream().anyMatch(may -> isWithin(key, may)));
    }

    private static boolean isWithin(String key, String outer) {
        return key.equals(outer) || key.startsWith(outer + ".") || key.startsWith(outer + "[");
    }

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
        return between(saved, wanted, ignored::contains);
    }

    private static List<String> between(Mapping saved, Mapping wanted, Predicate<String> ignored) {
        Map<String, String> before = flat(saved);
        Map<String, String> after = flat(wanted);
        Set<String> keys = new LinkedHashSet<>(before.keySet());
        keys.addAll(after.keySet());
        keys.removeIf(ignored);
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
