package etude.trainer.config;

import etude.datasets.Nearest;
import etude.datasets.Quoted;
import etude.trainer.config.bind.ConfigNode;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import etude.trainer.config.bind.NodeType;
import etude.trainer.config.bind.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How much each class, or each label of several, weighs. */
public sealed interface ClassWeights {
    /**
     * The weights in the order of the names.
     *
     * @param key of the config, for messages
     * @param names of the classes or labels
     * @param balanced gives what {@code balanced} comes to
     * @throws ConfigException when these are not the names, or not as many
     */
    List<Double> of(String key, List<String> names, Supplier<List<Double>> balanced);

    /** How it is written. */
    ConfigNode written();

    /** By the examples that train. */
    record Balanced() implements ClassWeights {
        private static final String WORD = "balanced";

        @Override
        public List<Double> of(String key, List<String> names, Supplier<List<Double>> balanced) {
            return balanced.get();
        }

        @Override
        public ConfigNode written() {
            return new Scalar(Kind.TEXT, WORD);
        }
    }

    /** In the order of the classes. */
    record Listed(List<Double> weights) implements ClassWeights {
        public Listed {
            weights = List.copyOf(weights);
        }

        @Override
        public List<Double> of(String key, List<String> names, Supplier<List<Double>> balanced) {
            if (weights.size() != names.size()) {
                throw new ConfigException(
                        List.of(
                                "%s: expected %d numbers, one for each of %s, found %d"
                                        .formatted(
                                                key,
                                                names.size(),
                                                Quoted.list(names),
                                                weights.size())));
            }
            return weights;
        }

        @Override
        public ConfigNode written() {
            return new Sequence(
                    Place.NOWHERE, weights.stream().<ConfigNode>map(NodeType::number).toList());
        }
    }

    /** By their names; those that are not named weigh 1. */
    record ByName(Map<String, Double> weights) implements ClassWeights {
        public ByName {
            weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
        }

        @Override
        public List<Double> of(String key, List<String> names, Supplier<List<Double>> balanced) {
            for (String name : weights.keySet()) {
                if (!names.contains(name)) {
                    throw new ConfigException(
                            List.of(
                                    "%s: there is no %s among %s"
                                            .formatted(
                                                    key,
                                                    Quoted.of(name),
                                                    Nearest.among(List.of(name), names))));
                }
            }
            return names.stream().map(name -> weights.getOrDefault(name, 1.0)).toList();
        }

        @Override
        public ConfigNode written() {
            Map<String, Entry> entries = new LinkedHashMap<>();
            weights.forEach(
                    (name, weight) ->
                            entries.put(name, new Entry(Place.NOWHERE, NodeType.number(weight))));
            return new Mapping(Place.NOWHERE, entries);
        }
    }

    /** How a config writes them. */
    NodeType<ClassWeights> TYPE =
            new NodeType<>(
                    ClassWeights::read,
                    ClassWeights::written,
                    Map.of(
                            "anyOf",
                            List.of(
                                    Map.of("const", Balanced.WORD),
                                    ofNumbers("array", "items"),
                                    ofNumbers("object", "additionalProperties"))));

    private static Map<String, Object> ofNumbers(String type, String key) {
        return new TreeMap<>(Map.of("type", type, key, Map.of("type", "number")));
    }

    private static ClassWeights read(ConfigNode node) {
        if (node instanceof Scalar scalar && scalar.text().equals(Balanced.WORD)) {
            return new Balanced();
        }
        if (node instanceof Sequence list && !list.items().isEmpty()) {
            return new Listed(list.items().stream().map(ClassWeights::weight).toList());
        }
        if (node instanceof Mapping mapping && !mapping.entries().isEmpty()) {
            Map<String, Double> weights = new LinkedHashMap<>();
            mapping.entries().forEach((name, entry) -> weights.put(name, weight(entry.value())));
            return new ByName(weights);
        }
        throw new IllegalArgumentException(
                "expected balanced, a list such as [1, 2.5] or a mapping such as {cat: 2.5}, found "
                        + node.describe());
    }

    private static double weight(ConfigNode node) {
        return NodeType.number(node)
                .filter(weight -> weight > 0 && weight <= Float.MAX_VALUE)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "expected weights above 0, found " + node.describe()));
    }
}
