package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.Inline;
import etude.datasets.config.ProvidedConfig;
import etude.datasets.config.SourceConfig;
import etude.trainer.model.TinyProvider;
import java.lang.reflect.RecordComponent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigSchemaTest {
    private final JsonNode schema;

    ConfigSchemaTest() throws JsonProcessingException {
        schema = new ObjectMapper().readTree(ConfigSchema.trainSchema(Configs.MODELS));
    }

    @Test
    void everyKeyOfEveryRecordIsDescribed() {
        Deque<Class<?>> open =
                new ArrayDeque<>(
                        List.of(
                                RunConfig.class,
                                SourceConfig.class,
                                AugmentationConfig.class,
                                OptimizerConfig.class,
                                LossConfig.class,
                                GradientClippingConfig.class,
                                TinyProvider.Settings.class,
                                TinyProvider.Normalization.class));
        List<String> keys = new ArrayList<>();
        while (!open.isEmpty()) {
            Class<?> type = open.pop();
            if (type.isSealed()) {
                Arrays.stream(type.getPermittedSubclasses())
                        .filter(one -> !ProvidedConfig.class.isAssignableFrom(one))
                        .forEach(open::add);
            }
            for (RecordComponent component :
                    type.isRecord() ? type.getRecordComponents() : new RecordComponent[0]) {
                if (!component.isAnnotationPresent(Inline.class)) {
                    keys.add(component.getName());
                }
                if (component.getType().isRecord()
                        && Arrays.stream(component.getType().getRecordComponents())
                                .allMatch(c -> c.getAnnotations().length > 0)) {
                    open.add(component.getType());
                }
            }
        }
        assertThat(keys).contains("endFactor", "keepBest", "splitSeed", "virtualBatchSize");
        assertThat(keys)
                .allSatisfy(
                        key -> {
                            String snake =
                                    key.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
                            assertThat(schema.findValues(snake))
                                    .as(snake)
                                    .anyMatch(found -> found.hasNonNull("description"));
                        });
    }

    /** Maps without an order would make another text of the same schema in each process. */
    @Test
    void theTextIsAlwaysTheSame() {
        assertThat(schema.at("/properties/max_train_steps/oneOf/0").toString())
                .isEqualTo("{\"minimum\":0,\"type\":\"integer\"}");
        assertThat(schema.at("/properties/threads/oneOf/1").toString())
                .isEqualTo("{\"minimum\":1,\"type\":\"integer\"}");
        assertThat(schema.at("/properties/dataset/oneOf/0/properties/augment").fieldNames())
                .toIterable()
                .containsExactly("description", "default", "items", "type");
    }

    @Test
    void rangesDefaultsAndAlternativesAreThere() {
        JsonNode dropout = schema.at("/properties/dropout");
        assertThat(dropout.get("type").asText()).isEqualTo("number");
        assertThat(dropout.get("maximum").asDouble()).isEqualTo(0.99);
        assertThat(dropout.get("default").asDouble()).isZero();
        assertThat(schema.at("/properties/polyak_decay/default").isNull()).isTrue();
        assertThat(schema.at("/properties/gradient_clipping/default").isNull()).isTrue();
        assertThat(schema.at("/properties/dataset/oneOf").findValuesAsText("description"))
                .contains("Tokens in one window.");
        assertThat(schema.findValues("name").toString()).contains("tinyshakespeare", "\"adam\"");
        assertThat(schema.get("required").toString())
                .isEqualTo(
                        "[\"name\",\"dataset\",\"model\",\"batch_size\",\"max_train_steps\",\"optimizer\"]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seed=1",
                "optimizer={name: adam, learning_rate: 0.1}",
                "dataset={name: cifar10, augment: [random_crop, {name: cutout, size: 3}]}",
                "optimizer={name: nesterov, learning_rate: 0.1}",
                "optimizer={name: rmsprop, learning_rate: 0.1, weight_decay_kind: l2}",
                "optimizer={name: nadam, learning_rate: 0.1}",
                "optimizer={name: adamw, learning_rate: 0.1}",
                "schedule={decay: polynomial, power: 1.5}",
                "schedule={decay: inverse_sqrt, timescale: 5%}",
                "schedule={decay: piecewise, boundaries: [10, 50%], factors: [0.1, 0.01]}",
                "gradient_clipping.norm=2",
                "model={name: tiny, normalization: {name: ghost_batch_norm}}",
            })
    void resolvedConfigsAreAllowed(String override) throws JsonProcessingException {
        JsonNode config = new YAMLMapper().readTree(ConfigWriter.toYaml(Configs.minimal(override)));

        assertThat(allows(schema, config)).isTrue();
    }

    @Test
    void unknownAndMissingKeysAreNotAllowed() throws JsonProcessingException {
        YAMLMapper yaml = new YAMLMapper();

        assertThat(allows(schema, yaml.readTree(Configs.MINIMAL))).isTrue();
        assertThat(allows(schema, yaml.readTree(Configs.MINIMAL + "extra: 1"))).isFalse();
        assertThat(allows(schema, yaml.readTree(Configs.MINIMAL.replace("learning_rate", "lr"))))
                .isFalse();
        assertThat(
                        allows(
                                schema,
                                yaml.readTree(
                                        Configs.MINIMAL.replace(
                                                "{learning_rate",
                                                "{name: adamw, weight_decay_kind: l2, learning_rate"))))
                .isFalse();
        assertThat(allows(schema, yaml.readTree(Configs.MINIMAL.replace("{name: tiny}", "{}"))))
                .isFalse();
    }

    /** The part of JSON Schema that says which keys go where. */
    private static boolean allows(JsonNode schema, JsonNode value) {
        if (schema.has("oneOf")) {
            return elements(schema.get("oneOf")).stream().filter(s -> allows(s, value)).count()
                    == 1;
        }
        if (schema.has("anyOf")) {
            return elements(schema.get("anyOf")).stream().anyMatch(s -> allows(s, value));
        }
        if (schema.has("enum")) {
            return elements(schema.get("enum")).contains(value);
        }
        if (schema.has("items")) {
            return value.isArray()
                    && elements(value).stream().allMatch(v -> allows(schema.get("items"), v));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> value.isObject() && allowsKeys(schema, value);
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> value.asText().equals(schema.path("const").asText());
        };
    }

    private static boolean allowsKeys(JsonNode schema, JsonNode value) {
        JsonNode properties = schema.get("properties");
        return elements(schema.get("required")).stream().allMatch(k -> value.has(k.asText()))
                && value.properties().stream()
                        .allMatch(
                                e ->
                                        properties.has(e.getKey())
                                                && allows(
                                                        properties.get(e.getKey()), e.getValue()));
    }

    private static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(array.elements(), 0), false)
                .toList();
    }
}
