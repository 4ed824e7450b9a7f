package etude.trainer.config.bind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.datasets.config.Setting;
import etude.trainer.config.bind.ConfigNode.Entry;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import etude.trainer.files.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Describes records as JSON Schema, draft 2020-12, for editors. A schema here is what Jackson
 * writes: maps, lists, text, numbers.
 */
public final class JsonSchema {
    private static final Place NOWHERE = new Place("");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ConfigTypes types;

    public JsonSchema(ConfigTypes types) {
        this.types = types;
    }

    /** The schema of a config file as JSON text. */
    public String write(String title, Class<? extends Record> root) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.putAll(mapping(root));
        return new String(Json.file(schema), StandardCharsets.UTF_8).strip();
    }

    private Map<String, Object> value(Type type, Range range) {
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == Map.class) {
                Map<String, Object> item = value(generic.getActualTypeArguments()[1], range);
                return new TreeMap<>(Map.of("type", "object", "additionalProperties", item));
            }
            Map<String, Object> item = value(generic.getActualTypeArguments()[0], range);
            return generic.getRawType() == List.class
                    ? new TreeMap<>(Map.of("type", "array", "items", item))
                    : Map.of("anyOf", List.of(item, Map.of("type", "null")));
        }
        Class<?> plain = (Class<?>) type;
        if (ConfigTypes.isNode(plain)) {
            return plain == Mapping.class ? Map.of("type", "object") : Map.of();
        }
        Optional<NodeType<Object>> own = types.node(plain);
        if (own.isPresent()) {
            return own.get().schema();
        }
        Optional<ScalarType<Object>> scalar = types.scalar(plain);
        if (scalar.isPresent()) {
            return ranged(scalar.get().schema(), range);
        }
        Optional<Choice> choice = types.choice(plain);
        return choice.isEmpty()
                ? mapping(plain)
                : Map.of("anyOf", List.of(Map.of("enum", choice.get().names()), mapping(plain)));
    }

    private static Map<String, Object> ranged(Map<String, Object> scalar, Range range) {
        Map<String, Object> schema = new LinkedHashMap<>(scalar);
        if (range.hasMin()) {
            schema.put("minimum", range.min());
        }
        if (range.hasMax()) {
            schema.put("maximum", range.max());
        }
        return schema;
    }

    /** One alternative for each record that {@code name} can choose, and one for its shorthands. */
    private Map<String, Object> mapping(Class<?> type) {
        Optional<Choice> choice = types.naming(type);
        if (choice.isEmpty()) {
            return object(type, List.of());
        }
        List<Object> alternatives = new ArrayList<>();
        for (Class<? extends Record> record : choice.get().records().values()) {
            Map<Boolean, List<String>> names = new HashMap<>();
            for (String name : choice.get().names()) {
                if (choice.get().record(name).filter(record::equals).isPresent()) {
                    boolean shorthand = choice.get().keyGivenBy(name).isPresent();
                    names.computeIfAbsent(shorthand, s -> new ArrayList<>()).add(name);
                }
            }
            names.values().forEach(group -> alternatives.add(object(type, group)));
        }
        return Map.of("oneOf", alternatives);
    }

    private Map<String, Object> object(Class<?> type, List<String> names) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        keys(type, names)
                .forEach(
                        (key, component) -> {
                            properties.put(
                                    key,
                                    component.map(this::property).orElse(Map.of("enum", names)));
                            if (isRequired(type, names, component)) {
                                required.add(key);
                            }
                        });
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("required", required);
        schema.put("additionalProperties", false);
        return schema;
    }

    private Map<String, Optional<RecordComponent>> keys(Class<?> type, List<String> names) {
        Mapping mapping = new Mapping(NOWHERE, Map.of());
        for (String name : names) {
            mapping = mapping.with(Choice.NAME, new Entry(NOWHERE, new Scalar(Kind.TEXT, name)));
        }
        return types.keys(type, mapping);
    }

    private boolean isRequired(
            Class<?> type, List<String> names, Optional<RecordComponent> component) {
        return component
                .map(c -> Settings.isRequired(Settings.of(c)))
                .orElseGet(
                        () ->
                                types.naming(type)
                                        .flatMap(Choice::defaultName)
                                        .filter(names::contains)
                                        .isEmpty());
    }

    private Map<String, Object> property(RecordComponent component) {
        Setting setting = Settings.of(component);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", setting.value());
        if (Settings.isRequired(setting)) {
            schema.putAll(value(component.getGenericType(), Range.of(setting)));
            return schema;
        }
        schema.put("default", json(Settings.defaultOf(setting, NOWHERE)));
        schema.putAll(value(component.getGenericType(), Range.of(setting)));
        return schema;
    }

    private static JsonNode json(ConfigNode node) {
        if (node instanceof Sequence list) {
            ArrayNode array = NODES.arrayNode();
            list.items().forEach(item -> array.add(json(item)));
            return array;
        }
        if (node instanceof Mapping mapping) {
            ObjectNode object = NODES.objectNode();
            mapping.entries().forEach((key, entry) -> object.set(key, json(entry.value())));
            return object;
        }
        Scalar scalar = (Scalar) node;
        return switch (scalar.kind()) {
            case TEXT -> NODES.textNode(scalar.text());
            case BOOLEAN -> NODES.booleanNode(scalar.text().equals("true"));
            case INTEGER, DECIMAL -> NODES.numberNode(new BigDecimal(scalar.text()));
            case NULL -> NODES.nullNode();
        };
    }
}
