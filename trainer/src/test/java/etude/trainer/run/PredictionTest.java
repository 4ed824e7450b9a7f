package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictionTest {
    private static final String LINE =
            "{\"example\":\"images #3\",\"label\":\"cat\",\"predicted\":\"dog\",\"probability\":0.75}\n";

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
