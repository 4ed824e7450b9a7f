package etude.trainer.config.bind;

import etude.datasets.EtudeException;
import etude.datasets.config.Named;
import etude.datasets.config.ProvidedConfig;
import etude.datasets.config.Shorthand;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A type whose key {@code name} chooses the record that holds its other keys.
 *
 * @param records the record of each name
 * @param defaultName the name that is meant when none is given
 * @param wrap makes the value from its name and record
 * @param unwrap the inverse of wrap
 * @param open whether a jar on the class path can add further names
 */
public record Choice(
        Map<String, Class<? extends Record>> records,
        Optional<String> defaultName,
        BiFunction<String, Record, Object> wrap,
        Function<Object, Chosen> unwrap,
        boolean open) {
    /** The key that chooses. */
    public static final String NAME = "name";

    /** What was chosen. */
    public record Chosen(String name, Record settings) {}

    /** The records of a sealed interface, by their {@link Named} annotations. */
    static Choice sealed(Class<?> type) {
        Map<String, Class<? extends Record>> records = new LinkedHashMap<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (!ProvidedConfig.class.isAssignableFrom(permitted)) {
                records.put(nameOf(permitted), permitted.asSubclass(Record.class));
            }
        }
        return new Choice(
                records,
                Optional.ofNullable(type.getAnnotation(Named.class)).map(Named::value),
                (name, settings) -> settings,
                Choice::chosen,
                false);
    }

    /**
     * Those records, and the settings of what the jars of a user provide.
     *
     * @param provided the settings of each, by its name
     * @param wrap makes the value of a name that is provided
     * @throws EtudeException when one has the name of a record of ours
     */
    public static Choice extended(
            Class<?> type,
            Map<String, Class<? extends Record>> provided,
            BiFunction<String, Record, Object> wrap) {
        Choice ours = sealed(type);
        Map<String, Class<? extends Record>> records = new LinkedHashMap<>(ours.records);
        provided.forEach(
                (name, settings) -> {
                    if (ours.names().contains(name)) {
                        throw new EtudeException(
                                "a jar on the class path names something %s that Etude has under that name; rename it"
                                        .formatted(name));
                    }
                    records.put(name, settings);
                });
        return new Choice(
                records,
                ours.defaultName,
                (name, settings) ->
                        provided.containsKey(name) ? wrap.apply(name, settings) : settings,
                Choice::chosen,
                true);
    }

    private static Chosen chosen(Object value) {
        return value instanceof ProvidedConfig provided
                ? new Chosen(provided.name(), provided.settings())
                : new Chosen(nameOf(value.getClass()), (Record) value);
    }

    private static String nameOf(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(Named.class))
                .map(Named::value)
                .orElseThrow(() -> new IllegalStateException(type + " needs @Named"));
    }

    /** Every value that {@code name} may have, shorthands included. */
    public List<String> names() {
        List<String> names = new ArrayList<>(records.keySet());
        records.values().forEach(type -> shorthand(type).ifPresent(s -> names.addAll(values(s))));
        return names;
    }

    /** The record that a name, or a shorthand, chooses. */
    public Optional<Class<? extends Record>> record(String name) {
        return records.entrySet().stream()
                .filter(e -> e.getKey().equals(name) || isShorthand(e.getValue(), name))
                .<Class<? extends Record>>map(Map.Entry::getValue)
                .findFirst();
    }

    /** The key that this name gives by itself, if it is a shorthand. */
    Optional<String> keyGivenBy(String name) {
        return record(name)
                .filter(type -> isShorthand(type, name))
                .flatMap(Choice::shorthand)
                .map(Shorthand::key);
    }

    /** The name that a mapping chooses; empty if it has none or it is not text. */
    public Optional<String> nameIn(Mapping mapping) {
        return mapping.get(NAME).isEmpty() ? defaultName : mapping.text(NAME);
    }

    /** Writes the key out that a shorthand gives. */
    Mapping expand(Mapping mapping, String name) {
        return keyGivenBy(name)
                .map(key -> mapping.with(key, mapping.entries().getOrDefault(NAME, none(mapping))))
                .orElse(mapping);
    }

    private static Entry none(Mapping mapping) {
        return new Entry(mapping.place(), new Scalar(mapping.place(), Kind.NULL, "null"));
    }

    /** A plain name stands for a mapping with nothing else in it. */
    static ConfigNode spellOut(ConfigNode node) {
        return node instanceof Scalar scalar && scalar.kind() == Kind.TEXT
                ? new Mapping(scalar.place(), Map.of(NAME, new Entry(scalar.place(), scalar)))
                : node;
    }

    private static boolean isShorthand(Class<?> type, String name) {
        return shorthand(type).filter(s -> values(s).contains(name)).isPresent();
    }

    private static Optional<Shorthand> shorthand(Class<?> type) {
        return Optional.ofNullable(type.getAnnotation(Shorthand.class));
    }

    private static List<String> values(Shorthand shorthand) {
        return Arrays.asList(shorthand.values());
    }
}
