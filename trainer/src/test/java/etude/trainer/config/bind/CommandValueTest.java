package etude.trainer.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.trainer.config.RunConfig;
import etude.trainer.config.bind.ConfigNode.Kind;
import etude.trainer.config.bind.ConfigNode.Mapping;
import etude.trainer.config.bind.ConfigNode.Scalar;
import etude.trainer.config.bind.ConfigNode.Sequence;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All that was typed after the = arrives, or is refused. */
final class CommandValueTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Problems problems = new Problems();

    private Mapping apply(String override) {
        ConfigTypes types = new ConfigTypes(Map.of(), Map.of());
        return new Overrides(types, RunConfig.class, Map.of(), problems)
                .apply(new Mapping(new Place(""), Map.of()), List.of(override));
    }

    private ConfigNode value(String typed) {
        Mapping root = apply("notes=" + typed);
        assertThat(problems.sentences()).isEmpty();
        return root.get("notes").orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/d/set #2",
                "try #3",
                "#",
                "# all of it",
                "a\t#b",
                " leading",
                "trailing ",
                "\ttab\t",
                "key: value",
                "key:",
                ": value",
                "a = b",
                "=",
                "- item",
                "-",
                "? what",
                "it's",
                "'tis",
                "rock 'n' roll",
                "say \"hi\" now",
                "\"open",
                "&anchor 5",
                "&",
                "*alias",
                "!!str 5",
                "!",
                "%",
                "%YAML 1.2",
                "@home",
                "`pwd`",
                "|",
                "> folded",
                ",",
                "a, b",
                "]",
                "}",
                "a [b] {c}",
                "---",
                "--- a",
                "...",
                "two\nlines",
                "a\n---\nb",
                "a: 1\nb: 2",
                "\u2028",
                "C:\\new\\table",
                "\ud83d\ude80",
                "null and void",
                "1 2",
                "5 epochs",
                "1_000",
                "1:30",
                "yes",
                ".inf",
                "~/data",
                "\u0007",
            })
    void textArrivesWhole(String typed) {
        if (typed.isBlank()) {
            apply("notes=" + typed);
            assertThat(problems.sentences()).hasSize(1);
            return;
        }
        assertThat(value(typed)).isEqualTo(new Scalar(new Place("--set notes"), Kind.TEXT, typed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "16|INTEGER|16",
                "` 16 `|INTEGER|16",
                "010|INTEGER|10",
                "1e-3|DECIMAL|1e-3",
                "true|BOOLEAN|true",
                "null|NULL|null",
                "~|NULL|null",
                "'5'|TEXT|5",
                "'it''s # 1'|TEXT|it's # 1",
                "\"5\"|TEXT|5",
                "\"a\\tb\"|TEXT|a\tb",
                "\"\\U0001f680 \\x41\"|TEXT|\ud83d\ude80 A",
                "''|TEXT|``",
            })
    void scalarsKeepTheirKinds(String typed, Kind kind, String text) {
        Scalar value = (Scalar) value(typed);

        assertThat(value.kind()).isEqualTo(kind);
        assertThat(value.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[256, 128]|[256,128]",
                "[]|[]",
                "{name: adam, learning_rate: 1e-3}|{\"name\":\"adam\",\"learning_rate\":0.001}",
                "[50%, 5 epochs]|[\"50%\",\"5 epochs\"]",
                "[a#b, 'c # d']|[\"a#b\",\"c # d\"]",
                "[{name: cutout, size: 3}, mixup]|[{\"name\":\"cutout\",\"size\":3},\"mixup\"]",
            })
    void listsAndMappingsAreYaml(String typed, String json) throws JsonProcessingException {
        assertThat(json(value(typed))).hasToString(new ObjectMapper().readTree(json).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|expected a value after the =",
                "`  `|expected a value after the =",
                "[a, b] # c|without a comment",
                "{a: b #c}|without a comment",
                "'a' # 'b'|without a comment",
                "'a': 'b'|expected one value, found several",
                "'a' and 'b'|not valid YAML",
                "\"a\" \"b\"|not valid YAML",
                "[draft] of it|not valid YAML",
                "[a, b|not valid YAML",
                "{a: b}}|not valid YAML",
                "{a: 1, a: 2}|key given twice",
                "[*a]|aliases are not supported",
                "`'a\nb'`|end in the same line",
                "`[a,\n b]`|end in the same line",
            })
    void whatWouldLoseAPartIsRefused(String typed, String sentence) {
        apply("notes=" + typed);

        assertThat(problems.sentences()).singleElement().asString().contains(sentence);
    }

    /** What a study hands to a trial: a path, =, and the value as JSON. */
    @Test
    void everyJsonValueArrivesUnchanged() {
        Random random = new Random(14);
        for (int i = 0; i < 20_000; i++) {
            JsonNode json = random(random, 3);

            assertThat(json(value(json.toString()))).as(json.toString()).isEqualTo(json);
        }
    }

    private static JsonNode random(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(new BigInteger(random.nextInt(100), random).negate());
            case 3 -> NODES.numberNode(Double.longBitsToDouble(finite(random.nextLong())));
            case 4, 5 -> NODES.textNode(text(random));
            case 6 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(random(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set(text(random), random(random, depth - 1));
                }
                yield object;
            }
        };
    }

    private static long finite(long bits) {
        return Double.isFinite(Double.longBitsToDouble(bits))
                ? bits
                : bits & 0x3fff_ffff_ffff_ffffL;
    }

    private static String text(Random random) {
        String awkward =
                "#:-?[]{},&*!|>'\"%@`~=\\/ \t\n\r\u0000\u0007\u001b\u007f\u0085\u00a0\u2028\ufeff\ufffe";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(awkward.charAt(random.nextInt(awkward.length())));
                case 1 -> text.append((char) random.nextInt(0x10000)); // also half of a pair
                case 2 -> text.appendCodePoint(0x1f600 + random.nextInt(64));
                default -> text.append((char) ('0' + random.nextInt(75)));
            }
        }
        return text.toString();
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
            case INTEGER -> NODES.numberNode(new BigInteger(scalar.text()));
            case DECIMAL -> NODES.numberNode(Double.parseDouble(scalar.text()));
            case NULL -> NODES.nullNode();
        };
    }
}
