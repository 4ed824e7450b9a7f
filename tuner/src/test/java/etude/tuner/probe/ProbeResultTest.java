package etude.tuner.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import etude.datasets.CorruptFileException;
import etude.trainer.files.Json;
import etude.tuner.probe.SizeResult.Failed;
import etude.tuner.probe.SizeResult.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A probe goes on from its file. */
final class ProbeResultTest {
    @TempDir private Path directory;
    private ResultFiles files = new ResultFiles(Path.of(""), "");

    @BeforeEach
    void nameFiles() {
        files = ProbeResult.files(directory);
    }

    @Test
    void resultsOfTheVersionBeforeAreReadAndWrittenAsTheyWere() throws IOException {
        try (InputStream earlier = getClass().getResourceAsStream("earlier-version.json")) {
            Files.copy(Objects.requireNonNull(earlier), files.json());
        }
        ProbeResult probe = ProbeResult.read(files).orElseThrow();
        assertThat(probe.measured()).extracting(size -> size.batchSize()).containsExactly(16, 32);
        assertThat(probe.sizes().get(8)).isEqualTo(new Failed(8, Failure.REFUSED, "in a test"));
        ObjectNode written = (ObjectNode) Json.parse(Files.readAllBytes(files.json()));
        ObjectNode reading = (ObjectNode) written.remove("reading");
        reading.remove("sentences"); // words may change
        assertThat(Json.parse(Json.file(probe.json()))).isEqualTo(written);
        ProbeReading again = new ProbeReading(probe, 0.1, "the end", List.of("less", "more"));
        ObjectNode now = (ObjectNode) Json.parse(Json.file(again.json()));
        assertThat(now.retain(reading.properties().stream().map(Map.Entry::getKey).toList()))
                .isEqualTo(reading);
    }

    @Test
    void whatLongerTrainingCameToIsReadAsItWasWritten() {
        Sizes sizes = new Sizes().measured(4, 100).measured(8, 150);
        sizes.confirmed(new Failed(8, Failure.OUT_OF_MEMORY, "in a test"))
                .confirmed(sizes.result(4));
        files.write(sizes.probeOnGpu(1).json(), List.of());
        assertThat(ProbeResult.read(files)).contains(sizes.probeOnGpu(1));
    }

    @Test
    void whereNothingWasProbedThereIsNothing() {
        assertThat(ProbeResult.read(files)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[1]", "{\"mode\": \"SOMETHING\"}"})
    void otherFilesAreNamed(String text) throws IOException {
        Files.writeString(files.json(), text);
        assertThatThrownBy(() -> ProbeResult.read(files))
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContaining("probe.json")
                .hasMessageContaining("the results of a probe");
    }

    @Test
    void aSizeThatIsMeasuredAgainKeepsItsFasterResult() {
        ProbeResult probe = new Sizes().measured(4, 100).measured(8, 150).probe(0);
        ProbeResult faster = probe.with(measured(180));
        assertThat(faster.measured(8).orElseThrow().throughput()).isEqualTo(180);
        assertThat(faster.measured(8).orElseThrow().processes()).isEqualTo(2);
        ProbeResult slower = faster.with(measured(120));
        assertThat(slower.measured(8).orElseThrow().throughput()).isEqualTo(180);
        ProbeResult failed = slower.with(new Failed(8, Failure.CRASHED, "in a test"));
        assertThat(failed.measured(8).orElseThrow().throughput()).isEqualTo(180);
        assertThat(failed.measured(8).orElseThrow().processes()).isEqualTo(4);
    }

    private static SizeResult measured(double examplesPerSecond) {
        return new Sizes().measured(8, examplesPerSecond).probe(0).measured(8).orElseThrow();
    }
}
