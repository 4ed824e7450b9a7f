package etude.tuner.project;

import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.Problems;
import etude.trainer.config.bind.YamlWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A config as its values by path, to tell whether what was found with one counts for another.
 *
 * @param values as YAML
 */
record ConfigKeys(Map<String, String> values) {
    /** They change no result of a procedure, or only as another seed would. */
    static final Set<String> HARMLESS = Set.of("name", "notes", "seed", "threads", "kernels");

    /** Of a config as it is written out with every default; nothing of what is no config. */
    static ConfigKeys of(String yaml) {
        Map<String, String> values = new LinkedHashMap<>();
        ConfigText.root(yaml, "", new Problems()).ifPresent(root -> flatten(root, "", values));
        return new ConfigKeys(values);
    }

    private static void flatten(Mapping mapping, String prefix, Map<String, String> values) {
        mapping.entries()
                .forEach(
                        (key, entry) -> {
                            ConfigNode node = entry.value();
                            if (node instanceof Mapping inner && !inner.entries().isEmpty()) {
                                flatten(inner, prefix + key + ".", values);
                            } else {
                                values.put(prefix + key, YamlWriter.line(node));
                            }
                        });
    }

    /**
     * Whether both are the same but for these keys, and for what changes nothing.
     *
     * @param ignored keys, or parts of a config
     */
    boolean matches(ConfigKeys other, List<String> ignored) {
        return without(ignored).equals(other.without(ignored));
    }

    /** Whether both are of the same examples, augmented or not. */
    boolean hasDataOf(ConfigKeys other) {
        return data().equals(other.data());
    }

    /**
     * Whether both are of the same examples, model, batch size and optimizer: what is found of
     * steps and stability with one then counts for the other, whatever regularizes it.
     */
    boolean isOfWorkloadOf(ConfigKeys other) {
        return hasDataOf(other) && workload().equals(other.workload());
    }

    /** Whether both are of the same examples, model and optimizer, whatever the batch size. */
    boolean isOfModelOf(ConfigKeys other) {
        return hasDataOf(other) && model().equals(other.model());
    }

    private Map<String, String> model() {
        Map<String, String> model = workload();
        model.remove("batch_size");
        return model;
    }

    private Map<String, String> workload() {
        Map<String, String> workload = new LinkedHashMap<>(values);
        workload.keySet()
                .removeIf(
                        key ->
                                !isIn(key, "model")
                                        && !key.equals("batch_size")
                                        && !key.equals("optimizer.name"));
        return workload;
    }

    private Map<String, String> data() {
        Map<String, String> data = new LinkedHashMap<>(values);
        data.keySet().removeIf(key -> !isIn(key, "dataset") || isIn(key, "dataset.augment"));
        return data;
    }

    private Map<String, String> without(List<String> ignored) {
        Map<String, String> rest = new LinkedHashMap<>(values);
        rest.keySet().removeAll(HARMLESS);
        rest.keySet().removeIf(key -> ignored.stream().anyMatch(part -> isIn(key, part)));
        return rest;
    }

    private static boolean isIn(String key, String part) {
        return key.equals(part) || key.startsWith(part + ".");
    }
}
