package etude.trainer.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import etude.datasets.config.Setting;
import etude.trainer.config.ConfigText;
import etude.trainer.config.bind.ConfigNode.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Components that keep what was written, whatever it is. */
final class NodeComponentsTest {
    record Free(
            @Setting("Any values.") List<ConfigNode> values,
            @Setting(value = "Any keys.", defaultsTo = "{}") Mapping keys) {}

    private final ConfigTypes types = new ConfigTypes(Map.of(), Map.of());
    private final Problems problems = new Problems();

    private Optional<Free> bind(String yaml) {
        return ConfigText.root(yaml, "f.yaml", problems)
                .flatMap(root -> new Binder(types, problems).bind(root, Free.class));
    }

    @Test
    void keepTheirPlacesAndAreWrittenAsTheyWere() {
        String yaml = "values: [1, two, {three: [3]}]\nkeys:\n  a.b: 1\n";
        Free free = bind(yaml).orElseThrow();
        assertThat(free.values()).hasSize(3);
        assertThat(free.keys().entries().values())
                .extracting(entry -> entry.place().toString())
                .containsExactly("f.yaml:3");
        assertThat(YamlWriter.write(new Unbinder(types).unbind(free))).isEqualTo(yaml);
    }

    @Test
    void aMappingMustBeOne() {
        assertThat(bind("values: []\nkeys: 3")).isEmpty();
        assertThat(problems.sentences())
                .containsExactly(
                        "f.yaml:2: keys: expected a mapping such as {key: value}, found 3");
    }

    @Test
    void schemaAllowsWhatTheyTake() {
        assertThat(new JsonSchema(types).write("Free", Free.class))
                .contains("\"items\" : { }")
                .containsPattern("\"default\" : \\{ \\},\\s+\"type\" : \"object\"");
    }
}
