package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.files.Json;
import etude.trainer.model.ModelRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictionTest {
    private static final String LINE =
            "{\"example\":\"images #3\",\"label\":\"cat\",\"predicted\":\"dog\",\"probability\":0.75}\n";

    private static final String REGRESSION =
            """
            name: regression
            threads: 1
            dataset: {name: csv, path: table.csv, target: y, task: regression}
            model: {name: mlp, hidden: [4]}
            batch_size: 4
            max_train_steps: 2
            optimizer: {name: sgd, learning_rate: 0.0001}
            evaluation: {every: 2, batch_size: 4, predictions: 3}
            """;

    @TempDir private Path directory;
    private Path file = Path.of("");

    @BeforeEach
    void inDirectory() {
        file = directory.resolve("step-00000010.jsonl");
    }

    @Test
    void predictionsOfClassesAreRead() throws IOException {
        Files.writeString(file, LINE + LINE.replace("dog", "cat"));
        assertThat(Prediction.read(file))
                .hasSize(2)
                .first()
                .isEqualTo(new Prediction("images #3", "cat", "dog", 0.75));
        assertThat(Prediction.read(file))
                .extracting(Prediction::correct)
                .containsExactly(false, true);
    }

    @Test
    void predictionsOfTokensAndNumbersAreNone() throws IOException {
        Files.writeString(
                file,
                "{\"example\":\"a\",\"labels\":[1],\"predicted\":[2],\"probabilities\":[0.1]}\n{\"example\":\"b\",\"value\":1.5}\n");
        assertThat(Prediction.read(file)).isEmpty();
    }

    @Test
    void theTrueValueStandsBesideThePredictedOne() throws IOException {
        StringBuilder table = new StringBuilder("x,y\n");
        for (int i = 0; i < 40; i++) {
            table.append(i % 7).append(',').append(1000 + i).append('\n');
        }
        Path csv = Files.writeString(directory.resolve("t.csv"), table);
        Path run = directory.resolve("run");
        RunConfig config =
                ConfigLoader.parse(
                        REGRESSION,
                        "regression.yaml",
                        List.of("dataset.path=" + csv),
                        ModelRegistry.load());

        TrainingRun.execute(
                config,
                new RunOptions(run, "cpu", false, List.of("test"), Optional.empty()),
                new SmallRun.Quiet());

        List<String> lines = Files.readAllLines(new RunDirectory(run).predictions(2));
        assertThat(lines).hasSize(3);
        for (String line : lines) {
            JsonNode json = Json.parse(line.getBytes(StandardCharsets.UTF_8));
            String lineNumber = json.path("example").asText().substring((csv + ":").length());
            assertThat(json.path("target").asInt()).isEqualTo(998 + Integer.parseInt(lineNumber));
            assertThat(json.path("value").isNumber()).isTrue();
        }
    }

    @Test
    void missingAndDamagedFilesAreNamed() throws IOException {
        assertThatThrownBy(() -> Prediction.read(file))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("step-00000010.jsonl does not exist");
        Files.writeString(file, LINE.replace("0.75", "\"high\""));
        assertThatThrownBy(() -> Prediction.read(file))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("step-00000010.jsonl");
    }
}
