package etude.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import etude.datasets.EtudeException;
import etude.trainer.config.CheckpointsConfig.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDirectoryTest {
    private static final String METRIC = "validation/error_rate";

    @TempDir Path temporary;
    private Path root;
    private CheckpointDirectory checkpoints;
    private final List<String> notes = new ArrayList<>();

    @BeforeEach
    void open() {
        root = temporary.resolve("checkpoints");
        checkpoints = CheckpointDirectory.forWriting(root);
    }

    @Test
    void savedCheckpointComesBackWhole() throws IOException {
        checkpoints.save(200, Checkpoints.content(200, metrics(0.25)));

        LoadedCheckpoint loaded = checkpoints.loadLatest(notes::add).orElseThrow();

        assertThat(loaded.step()).isEqualTo(200);
        assertThat(loaded.parameters().keySet()).containsExactly("layer.weight", "layer.bias");
        assertThat(Checkpoints.data(loaded.parameters(), "layer.weight"))
                .containsExactly(200, 200.5f);
        assertThat(loaded.parameters())
                .hasEntrySatisfying(
                        "layer.weight", tensor -> assertThat(tensor.shape()).containsExactly(1, 2));
        assertThat(Checkpoints.data(loaded.state(), "momentum"))
                .containsExactly(200, 200.5f, -200, 1);
        assertThat(loaded.metrics()).isEqualTo(metrics(0.25));
        assertThat(loaded.facts()).isEqualTo(Map.of("seconds", "1.5"));
        assertThat(notes).isEmpty();
        assertThat(names(root)).containsExactly("latest", "step-00000200");
        assertThat(names(root.resolve("step-00000200")))
                .containsExactly("manifest.json", "parameters.safetensors", "state.safetensors");
        assertThat(root.resolve("latest")).hasContent("step-00000200\n");
    }

    @Test
    void metricsThatAreNotFiniteComeBack() {
        checkpoints.save(1, Checkpoints.content(1, Map.of("a", Double.NaN, "b", 1.0 / 0)));

        assertThat(checkpoints.load(1).metrics())
                .isEqualTo(Map.of("a", Double.NaN, "b", Double.POSITIVE_INFINITY));
    }

    @Test
    void emptyDirectoryHasNoCheckpointAndNothingToSay() {
        assertThat(checkpoints.loadLatest(notes::add)).isEmpty();
        assertThat(new CheckpointDirectory(temporary.resolve("absent")).loadLatest(notes::add))
                .isEmpty();
        assertThat(notes).isEmpty();
    }

    @Test
    void sameStepIsReplaced() throws IOException {
        checkpoints.save(100, Checkpoints.content(7));
        checkpoints.save(100, Checkpoints.content(8));

        assertThat(Checkpoints.data(checkpoints.load(100).parameters(), "layer.weight"))
                .containsExactly(8, 8.5f);
        assertThat(names(root)).containsExactly("latest", "step-00000100");
    }

    @Test
    void loadingAnAbsentStepNamesThoseThatExist() {
        checkpoints.save(100, Checkpoints.content(100));
        checkpoints.save(200, Checkpoints.content(200));

        assertThatThrownBy(() -> checkpoints.load(150))
                .isInstanceOf(EtudeException.class)
                .hasMessageContaining("no checkpoint of step 150")
                .hasMessageContaining("[100, 200]");
    }

    @Test
    void leftoversOfDeadAttemptsAreRemoved() throws IOException {
        checkpoints.save(100, Checkpoints.content(100));
        Files.createDirectory(root.resolve("step-00000200.tmp-4711"));
        Files.writeString(root.resolve("step-00000200.tmp-4711/state.safetensors"), "half");
        Files.createDirectory(root.resolve("step-00000050.trash"));
        Files.writeString(root.resolve("latest.tmp-4711"), "step-");
        Files.writeString(root.resolve("notes.txt"), "of the user");

        CheckpointDirectory.forWriting(root);

        assertThat(names(root)).containsExactly("latest", "notes.txt", "step-00000100");
    }

    @Test
    void checkpointMovedAsideByADeadAttemptGetsItsNameBack() throws IOException {
        checkpoints.save(100, Checkpoints.content(100));
        Files.move(root.resolve("step-00000100"), root.resolve("step-00000100.replaced"));
        Files.createDirectory(root.resolve("step-00000100.tmp-4711"));

        assertThat(CheckpointDirectory.forWriting(root).loadLatest(notes::add)).isPresent();

        assertThat(names(root)).containsExactly("latest", "step-00000100");
    }

    @Test
    void openingForReadingLeavesARunningAttemptAlone() throws IOException {
        Files.createDirectory(root.resolve("step-00000200.tmp-4711"));

        new CheckpointDirectory(root).loadLatest(notes::add);

        assertThat(names(root)).containsExactly("step-00000200.tmp-4711");
    }

    private LoadedCheckpoint best() {
        return new CheckpointChoice(root, note -> {}).best(METRIC, Mode.MIN);
    }

    @Test
    void theBestAndTheNewestAreKept() {
        saveAll(0.5, 0.2, 0.4, 0.1, 0.3, 0.6);

        checkpoints.retain(2, METRIC, Mode.MIN);

        assertThat(checkpoints.list())
                .extracting(CheckpointInfo::step, info -> info.metrics().get(METRIC))
                .containsExactly(tuple(200L, 0.2), tuple(400L, 0.1), tuple(600L, 0.6));
        assertThat(best().step()).isEqualTo(400);
    }

    @Test
    void retentionLeavesNoTraceOfTheDeleted() throws IOException {
        saveAll(0.5, 0.2);

        checkpoints.retain(0, METRIC, Mode.MIN);

        assertThat(names(root)).containsExactly("latest", "step-00000200");
    }

    @Test
    void bestOfSeveralAttemptsIsKeptAfterResume() {
        saveAll(0.1, 0.5, 0.4);
        checkpoints.retain(1, METRIC, Mode.MIN);

        CheckpointDirectory resumed = CheckpointDirectory.forWriting(root);
        resumed.save(400, Checkpoints.content(400, metrics(0.3)));
        resumed.retain(1, METRIC, Mode.MIN);

        assertThat(resumed.list()).extracting(CheckpointInfo::step).containsExactly(100L, 400L);
    }

    @Test
    void largestIsBestInModeMax() {
        saveAll(0.5, 0.2, 0.4, 0.1);

        checkpoints.retain(1, METRIC, Mode.MAX);

        assertThat(checkpoints.list()).extracting(CheckpointInfo::step).containsExactly(100L, 400L);
    }

    @Test
    void notANumberNeverWinsAndTiesGoToTheEarlierStep() {
        saveAll(Double.NaN, 0.2, 0.2, Double.NaN, 0.9);
        checkpoints.save(600, Checkpoints.content(600, Map.of()));

        assertThat(best().step()).isEqualTo(200);
        checkpoints.retain(1, METRIC, Mode.MIN);

        assertThat(checkpoints.list()).extracting(CheckpointInfo::step).containsExactly(200L, 600L);
    }

    @Test
    void damagedNewestIsNotMistakenForTheNewestAfterResume() throws IOException {
        saveAll(0.3, 0.2, 0.1);
        Path state = root.resolve("step-00000300/state.safetensors");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length - 1] ^= 1;
        Files.write(state, bytes);

        CheckpointDirectory resumed = CheckpointDirectory.forWriting(root);
        assertThat(resumed.loadLatest(notes::add).orElseThrow().step()).isEqualTo(200);
        resumed.save(250, Checkpoints.content(250, metrics(0.9)));
        resumed.retain(1, METRIC, Mode.MIN);

        assertThat(resumed.list()).extracting(CheckpointInfo::step).containsExactly(200L, 250L);
    }

    private void saveAll(double... values) {
        for (int i = 0; i < values.length; i++) {
            long step = 100L * (i + 1);
            checkpoints.save(step, Checkpoints.content(step, metrics(values[i])));
        }
    }

    private static Map<String, Double> metrics(double errorRate) {
        return Map.of(METRIC, errorRate);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList();
        }
    }
}
