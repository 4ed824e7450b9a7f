package etude.trainer.config.bind;

import etude.datasets.config.Inline;
import etude.trainer.config.bind.ConfigNode.Mapping;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the records of one kind of config are made of, and which keys that gives a mapping. */
public final class ConfigTypes {
    private final Map<Class<?>, ScalarType<?>> scalars;
    private final Map<Class<?>, Choice> choices;
    private final Map<Class<?>, NodeType<?>> nodes;

    /**
     * Adds types to those that every config has: numbers, booleans, text, enums, sealed interfaces
     * of {@link etude.datasets.config.Named} records, records, and lists, optionals and maps by
     * names of them; and {@link ConfigNode} or {@link Mapping} for what is not bound but kept as it
     * was written.
     */
    public ConfigTypes(Map<Class<?>, ScalarType<?>> scalars, Map<Class<?>, Choice> choices) {
        this(scalars, choices, Map.of());
    }

    /** Likewise, and types that may be written in several shapes. */
    public ConfigTypes(
            Map<Class<?>, ScalarType<?>> scalars,
            Map<Class<?>, Choice> choices,
            Map<Class<?>, NodeType<?>> nodes) {
        this.scalars = Map.copyOf(scalars);
        this.choices = Map.copyOf(choices);
        this.nodes = Map.copyOf(nodes);
    }

    /** How a type is read and written that has several shapes; empty for all others. */
    @SuppressWarnings("unchecked") // the map holds the type of each class
    Optional<NodeType<Object>> node(Class<?> type) {
        return Optional.ofNullable((NodeType<Object>) nodes.get(type));
    }

    /** Whether components of this type hold anything, or any mapping, as it was written. */
    static boolean isNode(Class<?> type) {
        return type == ConfigNode.class || type == Mapping.class;
    }

    /** How a scalar of this type is read and written; empty for types that are no scalars. */
    @SuppressWarnings("unchecked") // the map holds the type of each class
    Optional<ScalarType<Object>> scalar(Class<?> type) {
        if (type.isEnum()) {
            return Optional.of(Scalars.constants(type));
        }
        ScalarType<?> own = scalars.getOrDefault(type, Scalars.ALL.get(type));
        return Optional.ofNullable((ScalarType<Object>) own);
    }

    /** The alternatives of this type; empty for types without alternatives. */
    public Optional<Choice> choice(Class<?> type) {
        Choice known = choices.get(type);
        if (known != null) {
            return Optional.of(known);
        }
        return type.isSealed() && !nodes.containsKey(type)
                ? Optional.of(Choice.sealed(type))
                : Optional.empty();
    }

    /** The choice that the key {@code name} makes in a mapping of this type, inlined or not. */
    Optional<Choice> naming(Class<?> type) {
        Optional<Choice> own = choice(type);
        return own.isPresent() || !type.isRecord()
                ? own
                : Arrays.stream(type.getRecordComponents())
                        .filter(component -> component.isAnnotationPresent(Inline.class))
                        .flatMap(component -> naming(component.getType()).stream())
                        .findFirst();
    }

    /**
     * The keys that are valid in a mapping of this type, given the names it chooses; all
     * alternatives' keys where it chooses none. The key {@code name} that chooses has no component.
     */
    public Map<String, Optional<RecordComponent>> keys(Class<?> type, Mapping mapping) {
        Map<String, Optional<RecordComponent>> keys = new LinkedHashMap<>();
        Optional<Choice> choice = choice(type);
        if (choice.isPresent()) {
            addChoice(keys, choice.get(), mapping);
            return keys;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.isAnnotationPresent(Inline.class)) {
                keys.putAll(keys(component.getType(), mapping));
            } else {
                keys.put(Paths.snakeCase(component.getName()), Optional.of(component));
            }
        }
        return keys;
    }

    private void addChoice(
            Map<String, Optional<RecordComponent>> keys, Choice choice, Mapping mapping) {
        keys.put(Choice.NAME, Optional.empty());
        Optional<String> name = choice.nameIn(mapping);
        Optional<Class<? extends Record>> chosen = name.flatMap(choice::record);
        if (chosen.isPresent()) {
            keys.putAll(keys(chosen.get(), mapping));
        } else {
            choice.records().values().forEach(type -> keys.putAll(keys(type, mapping)));
        }
        name.flatMap(choice::keyGivenBy).ifPresent(keys::remove);
    }

    /** The type of the mapping at a path below one of this type; empty if there can be none. */
    public Optional<Class<?>> typeAt(Class<?> type, Mapping mapping, List<String> path) {
        if (path.isEmpty()) {
            return Optional.of(type);
        }
        Optional<Class<?>> inner =
                keys(type, mapping)
                        .getOrDefault(path.get(0), Optional.empty())
                        .<Class<?>>map(component -> unwrap(component.getGenericType()))
                        .filter(this::isMapping);
        Mapping below =
                mapping.get(path.get(0))
                        .map(Choice::spellOut)
                        .filter(Mapping.class::isInstance)
                        .map(Mapping.class::cast)
                        .orElse(new Mapping(mapping.place(), Map.of()));
        return inner.flatMap(found -> typeAt(found, below, path.subList(1, path.size())));
    }

    private boolean isMapping(Class<?> type) {
        return choice(type).isPresent() || (type.isRecord() && scalar(type).isEmpty());
    }

    private static Class<?> unwrap(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
            return unwrap(generic.getActualTypeArguments()[0]);
        }
        return type instanceof Class<?> plain ? plain : Object.class;
    }
}
