package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.config.ConfigLoader;
import etude.trainer.files.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepArchivesTest {
    private static final String CONFIG =
            """
            name: archived
            dataset: {name: generated, examples: 60}
            model: {name: resnet, depth: 8}
            batch_size: 8
            max_train_steps: 1
            precision: bfloat16
            optimizer: {name: adamw, learning_rate: 0.1, weight_decay: 0.2}
            gradient_clipping: {norm: 1}
            """;

    /** The script that reads them is in Python, so that what both name is compared here. */
    @Test
    void theScriptThatReplaysThemFindsAllThatItReads(@TempDir Path folder) throws Exception {
        StepArchives.write(ConfigLoader.parse(CONFIG, "archived.yaml", List.of()), folder);

        String script = Files.readString(Path.of("..", "scripts", "bench", "replay.py"));
        assertThat(named(script, "_load\\(folder, \"(\\w+)\"\\)"))
                .hasSize(5)
                .allSatisfy(name -> assertThat(folder.resolve(name + ".pt")).isNotEmptyFile());
        JsonNode call = Json.parse(Files.readAllBytes(folder.resolve("call.json")));
        assertThat(named(script, "call\\[\"(\\w+)\"\\]"))
                .hasSizeGreaterThan(8)
                .filteredOn(name -> !name.equals("length"))
                .allSatisfy(name -> assertThat(call.has(name)).as(name).isTrue());
    }

    @Test
    void theyAreCalledWithWhatTheConfigSays(@TempDir Path folder) throws Exception {
        StepArchives.write(ConfigLoader.parse(CONFIG, "archived.yaml", List.of()), folder);

        JsonNode call = Json.parse(Files.readAllBytes(folder.resolve("call.json")));
        assertThat(call.path("image").toString()).isEqualTo("[28,28,1]");
        assertThat(call.path("bfloat16").asBoolean()).isTrue();
        assertThat(call.path("state")).hasSize(2);
        assertThat(call.path("numbers")).hasSize(7);
        assertThat(call.path("arguments")).hasSizeGreaterThan(10);
        JsonNode stem = Objects.requireNonNull(call.path("weights").get(0));
        assertThat(stem.toString()).isEqualTo("[\"WEIGHT\",144,9]");
    }

    private static List<String> named(String script, String pattern) {
        return Pattern.compile(pattern)
                .matcher(script)
                .results()
                .map((MatchResult found) -> found.group(1))
                .distinct()
                .toList();
    }
}
