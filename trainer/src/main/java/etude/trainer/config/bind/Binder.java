package etude.trainer.config.bind;

import etude.datasets.Nearest;
import etude.datasets.config.Inline;
import etude.datasets.config.Setting;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes records from nodes. Keys, defaults and ranges come from the {@link Setting} annotations.
 *
 * <p>A record's constructor may refuse its values with an {@link IllegalArgumentException}; a
 * message that begins with a key and a colon is reported at that key.
 */
public final class Binder {
    private final ConfigTypes types;
    private final Problems problems;

    /** Paths that were written with a slip: the sentence about that says all there is to say. */
    private final Set<String> misspelt = new HashSet<>();

    public Binder(ConfigTypes types, Problems problems) {
        this.types = types;
        this.problems = problems;
    }

    /** The record, or empty after adding every problem found. */
    public <T extends Record> Optional<T> bind(Mapping root, Class<T> type) {
        return record(root, type, "").map(type::cast);
    }

    private Optional<Object> value(ConfigNode node, Type type, Range range, String path) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Map.class) {
                return map(node, generic.getActualTypeArguments()[1], range, path);
            }
            Type item = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == List.class) {
                return list(node, item, range, path);
            }
            return node.isNull()
                    ? Optional.of(Optional.empty())
                    : value(node, item, range, path).map(Optional::of);
        }
        Class<?> plain = (Class<?>) type;
        if (ConfigTypes.isNode(plain)) {
            return plain.isInstance(node)
                    ? Optional.of(node)
                    : problem(node, path, "expected a mapping such as {key: value}" + found(node));
        }
        Optional<NodeType<Object>> own = types.node(plain);
        if (own.isPresent()) {
            return own(node, own.get(), path);
        }
        Optional<ScalarType<Object>> scalar = types.scalar(plain);
        if (scalar.isPresent()) {
            return scalar(node, scalar.get(), range, path);
        }
        ConfigNode full = types.choice(plain).isPresent() ? Choice.spellOut(node) : node;
        if (full instanceof Mapping mapping) {
            return record(mapping, plain, path);
        }
        Mapping none = new Mapping(node.place(), Map.of());
        return problem(
                node,
                path,
                "expected a mapping with keys of "
                        + String.join(", ", types.keys(plain, none).keySet())
                        + found(node));
    }

    private Optional<Object> own(ConfigNode node, NodeType<Object> type, String path) {
        try {
            return Optional.of(type.read().apply(node));
        } catch (IllegalArgumentException e) {
            return problem(node, path, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Object> list(ConfigNode node, Type item, Range range, String path) {
        if (!(node instanceof Sequence sequence)) {
            return problem(node, path, "expected a list such as [a, b]" + found(node));
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            value(sequence.items().get(i), item, range, path + "[" + i + "]")
                    .ifPresent(values::add);
        }
        return values.size() == sequence.items().size() ? Optional.of(values) : Optional.empty();
    }

    private Optional<Object> map(ConfigNode node, Type item, Range range, String path) {
        if (!(node instanceof Mapping mapping)) {
            return problem(node, path, "expected a mapping such as {name: value}" + found(node));
        }
        Map<String, Object> values = new LinkedHashMap<>();
        mapping.entries()
                .forEach(
                        (key, entry) ->
                                value(entry.value(), item, range, Paths.join(path, Excerpt.of(key)))
                                        .ifPresent(value -> values.put(key, value)));
        return values.size() == mapping.entries().size() ? Optional.of(values) : Optional.empty();
    }

    private Optional<Object> scalar(
            ConfigNode node, ScalarType<Object> type, Range range, String path) {
        try {
            Optional<Object> value =
                    node instanceof Scalar scalar ? type.read().apply(scalar) : Optional.empty();
            boolean inRange =
                    value.filter(v -> !(v instanceof Number n) || range.contains(n.doubleValue()))
                            .isPresent();
            return inRange
                    ? value
                    : problem(
                            node,
                            path,
                            "expected " + type.expected() + range.words() + found(node));
        } catch (IllegalArgumentException e) {
            return problem(node, path, String.valueOf(e.getMessage()));
        }
    }

    private Optional<Object> record(Mapping mapping, Class<?> type, String path) {
        List<String> known = List.copyOf(types.keys(type, mapping).keySet());
        mapping.entries()
                .forEach(
                        (key, entry) -> {
                            if (!known.contains(key)) {
                                problems.add(
                                        entry.place(),
                                        Paths.join(path, Excerpt.of(key)),
                                        "unknown key" + Nearest.hint(key, known, "valid keys"));
                                Nearest.to(key, known)
                                        .map(nearest -> Paths.join(path, nearest))
                                        .ifPresent(misspelt::add);
                            }
                        });
        return construct(mapping, type, path);
    }

    private Optional<Object> construct(Mapping mapping, Class<?> type, String path) {
        Optional<Choice> choice = types.choice(type);
        if (choice.isPresent()) {
            return chosen(mapping, choice.get(), path);
        }
        List<Object> values = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            component(mapping, component, path).ifPresent(values::add);
        }
        return values.size() == type.getRecordComponents().length
                ? invoke(mapping, type, values, path)
                : Optional.empty();
    }

    private Optional<Object> chosen(Mapping mapping, Choice choice, String path) {
        Optional<String> name = choice.nameIn(mapping);
        Optional<Class<? extends Record>> type = name.flatMap(choice::record);
        if (type.isPresent()) {
            String given = name.orElseThrow();
            return construct(choice.expand(mapping, given), type.get(), path)
                    .map(settings -> choice.wrap().apply(given, (Record) settings));
        }
        String namePath = Paths.join(path, Choice.NAME);
        Optional<ConfigNode> written = mapping.get(Choice.NAME);
        String oneOf = "one of " + String.join(", ", choice.names());
        if (written.isEmpty()) {
            problems.add(mapping.place(), "missing key " + namePath + " (" + oneOf + ")");
            return Optional.empty();
        }
        String hint =
                name.flatMap(word -> Nearest.to(word, choice.names()))
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse(
                                choice.open()
                                        ? "; if a jar of yours has it, set ETUDE_CLASSPATH to that"
                                        : "");
        return problem(written.get(), namePath, "expected " + oneOf + found(written.get()) + hint);
    }

    private Optional<Object> component(Mapping mapping, RecordComponent component, String path) {
        if (component.isAnnotationPresent(Inline.class)) {
            return construct(mapping, component.getType(), path);
        }
        String key = Paths.snakeCase(component.getName());
        Setting setting = Settings.of(component);
        Optional<ConfigNode> written = mapping.get(key);
        if (written.isEmpty() && Settings.isRequired(setting)) {
            if (!misspelt.contains(Paths.join(path, key))) {
                problems.add(
                        mapping.place(),
                        "missing key %s (%s)".formatted(Paths.join(path, key), setting.value()));
            }
            return Optional.empty();
        }
        ConfigNode node = written.orElseGet(() -> Settings.defaultOf(setting, mapping.place()));
        return value(node, component.getGenericType(), Range.of(setting), Paths.join(path, key));
    }

    private Optional<Object> invoke(
            Mapping mapping, Class<?> type, List<Object> values, String path) {
        Class<?>[] parameters =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return Optional.of(constructor.newInstance(values.toArray()));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                return refused(mapping, path, String.valueOf(refusal.getMessage()));
            }
            throw new IllegalStateException("cannot make " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make " + type, e);
        }
    }

    private Optional<Object> refused(Mapping mapping, String path, String message) {
        int colon = Math.max(0, message.indexOf(": "));
        String key = message.substring(0, colon);
        Optional<Entry> entry = Optional.ofNullable(mapping.entries().get(key));
        problems.add(
                entry.map(Entry::place).orElse(mapping.place()),
                entry.isPresent() ? Paths.join(path, key) : path,
                entry.isPresent() ? message.substring(colon + 2) : message);
        return Optional.empty();
    }

    private Optional<Object> problem(ConfigNode node, String path, String message) {
        problems.add(node.place(), path, message);
        return Optional.empty();
    }

    private static String found(ConfigNode node) {
        return ", found " + node.describe();
    }
}
