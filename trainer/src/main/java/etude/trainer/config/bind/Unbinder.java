package etude.trainer.config.bind;

import etude.datasets.config.Inline;
import etude.trainer.config.bind.Choice.Chosen;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes nodes from records, with every key in the order of the components: what Binder undoes. */
public final class Unbinder {
    private static final Place NOWHERE = new Place("");

    private final ConfigTypes types;

    public Unbinder(ConfigTypes types) {
        this.types = types;
    }

    /** The record as a mapping. */
    public Mapping unbind(Record value) {
        return mapping(value, value.getClass());
    }

    private ConfigNode node(Object value, Type type) {
        if (type instanceof ParameterizedType generic) {
            if (value instanceof Map<?, ?> map) {
                Type item = generic.getActualTypeArguments()[1];
                Map<String, Entry> entries = new LinkedHashMap<>();
                map.forEach((key, v) -> put(entries, String.valueOf(key), node(v, item)));
                return new Mapping(NOWHERE, entries);
            }
            Type item = generic.getActualTypeArguments()[0];
            if (value instanceof List<?> list) {
                return new Sequence(NOWHERE, list.stream().map(v -> node(v, item)).toList());
            }
            return ((Optional<?>) value)
                    .map(v -> node(v, item))
                    .orElse(new Scalar(Kind.NULL, "null"));
        }
        if (value instanceof ConfigNode written) {
            return written;
        }
        Class<?> plain = (Class<?>) type;
        Optional<NodeType<Object>> own = types.node(plain);
        if (own.isPresent()) {
            return own.get().write().apply(value);
        }
        Optional<ScalarType<Object>> scalar = types.scalar(plain);
        return scalar.isPresent() ? scalar.get().write().apply(value) : mapping(value, plain);
    }

    private Mapping mapping(Object value, Class<?> type) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        Optional<Choice> choice = types.choice(type);
        if (choice.isPresent()) {
            Chosen chosen = choice.get().unwrap().apply(value);
            put(entries, Choice.NAME, new Scalar(Kind.TEXT, chosen.name()));
            entries.putAll(mapping(chosen.settings(), chosen.settings().getClass()).entries());
            return new Mapping(NOWHERE, entries);
        }
        for (RecordComponent component : type.getRecordComponents()) {
            Object inner = read(value, component);
            if (component.isAnnotationPresent(Inline.class)) {
                entries.putAll(mapping(inner, component.getType()).entries());
            } else {
                String key = Paths.snakeCase(component.getName());
                put(entries, key, node(inner, component.getGenericType()));
            }
        }
        return new Mapping(NOWHERE, entries);
    }

    private static void put(Map<String, Entry> entries, String key, ConfigNode value) {
        entries.put(key, new Entry(NOWHERE, value));
    }

    private static Object read(Object value, RecordComponent component) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
