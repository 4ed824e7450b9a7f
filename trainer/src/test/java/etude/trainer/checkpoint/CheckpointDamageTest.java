package etude.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.datasets.EtudeException;
import etude.trainer.config.CheckpointsConfig.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file cut everywhere and with bits flipped all over: named, and never used. */
class CheckpointDamageTest {
    @TempDir Path temporary;
    private Path root;

    @BeforeEach
    void saveTwo() {
        root = temporary.resolve("checkpoints");
        CheckpointDirectory checkpoints = CheckpointDirectory.forWriting(root);
        checkpoints.save(100, Checkpoints.content(100));
        checkpoints.save(200, Checkpoints.content(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "parameters.safetensors", "state.safetensors"})
    void cutFileIsNamedAndThePreviousCheckpointUsed(String file) throws IOException {
        Path path = root.resolve("step-00000200").resolve(file);
        byte[] whole = Files.readAllBytes(path);
        for (int tenth = 0; tenth < 10; tenth++) {
            Files.write(path, Arrays.copyOf(whole, whole.length * tenth / 10));
            assertPreviousIsUsed(path);
        }
        Files.write(path, Arrays.copyOf(whole, whole.length - 1));
        assertPreviousIsUsed(path);
        Files.delete(path);
        assertPreviousIsUsed(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "parameters.safetensors", "state.safetensors"})
    void flippedBitIsNamedAndThePreviousCheckpointUsed(String file) throws IOException {
        Path path = root.resolve("step-00000200").resolve(file);
        byte[] whole = Files.readAllBytes(path);
        for (int i = 0; i < whole.length; i += 11) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            Files.write(path, flipped);
            assertPreviousIsUsed(path);
        }
    }

    @Test
    void damagedPointerIsNamedAndTheNewestUsed() throws IOException {
        Path pointer = root.resolve("latest");
        byte[] whole = Files.readAllBytes(pointer);
        for (int tenth = 0; tenth < 10; tenth++) {
            Files.write(pointer, Arrays.copyOf(whole, whole.length * tenth / 10));
            assertUsed(200, pointer);
        }
        for (int i = 0; i < whole.length - 1; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= 0x41;
            Files.write(pointer, flipped);
            assertUsed(200, pointer);
        }
        Files.delete(pointer);
        assertUsed(200, pointer);
    }

    @Test
    void pointerThatLagsBehindAfterACrashIsNoDamage() throws IOException {
        Files.writeString(root.resolve("latest"), "step-00000100\n");
        List<String> notes = new ArrayList<>();

        LoadedCheckpoint loaded =
                new CheckpointDirectory(root).loadLatest(notes::add).orElseThrow();

        assertThat(loaded.step()).isEqualTo(200);
        assertThat(notes).isEmpty();
    }

    @Test
    void allDamagedMeansStartingOverAndSayingSo() throws IOException {
        Path first = root.resolve("step-00000100/manifest.json");
        Path second = root.resolve("step-00000200/manifest.json");
        Files.writeString(first, "");
        Files.writeString(second, "{}");
        List<String> notes = new ArrayList<>();

        assertThat(new CheckpointDirectory(root).loadLatest(notes::add)).isEmpty();

        assertThat(notes).hasSize(2);
        assertThat(notes.get(0)).startsWith(second.toString()).endsWith("training starts over");
        assertThat(notes.get(1)).startsWith(first.toString()).endsWith("training starts over");
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "parameters.safetensors", "state.safetensors"})
    void whoAsksForABestOneWhenAllAreDamagedIsToldOfTheDamage(String file) throws IOException {
        Path first = root.resolve("step-00000100").resolve(file);
        Files.writeString(first, "");
        Files.writeString(root.resolve("step-00000200").resolve(file), "");
        List<String> notes = new ArrayList<>();
        CheckpointChoice choice = new CheckpointChoice(root, notes::add);

        for (ThrowingCallable asked :
                List.<ThrowingCallable>of(
                        () -> choice.best("validation/error_rate", Mode.MIN), choice::latest)) {
            assertThatThrownBy(asked)
                    .hasMessageStartingWith("no checkpoint of this run is undamaged (" + root)
                    .hasMessageContaining(file + ": expected ")
                    .hasMessageEndingWith(
                            "; and 1 more); restore them from a copy, or train the run again: the same `etude train` starts it over");
        }
        assertThat(notes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "parameters.safetensors"})
    void aDamagedBestOneIsNamedAndTheNextBestUsed(String file) throws IOException {
        List<String> notes = new ArrayList<>();
        CheckpointChoice choice = new CheckpointChoice(root, notes::add);
        long best = choice.best("validation/error_rate", Mode.MIN).step();
        Path damaged = root.resolve(StepName.of(best)).resolve(file);
        byte[] bytes = Files.readAllBytes(damaged);
        bytes[bytes.length / 2] ^= 1;
        Files.write(damaged, bytes);

        assertThat(choice.best("validation/error_rate", Mode.MIN).step()).isEqualTo(300 - best);
        assertThat(notes)
                .singleElement()
                .asString()
                .startsWith(damaged.toString())
                .endsWith("using %s instead".formatted(StepName.of(300 - best)));
    }

    /** A model can be used whose training cannot go on. */
    @Test
    void whoUsesTheModelNeedsNoStateOfTraining() throws IOException {
        Path state = root.resolve("step-00000200/state.safetensors");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length / 2] ^= 1;
        Files.write(state, bytes);
        List<String> notes = new ArrayList<>();

        LoadedCheckpoint latest = new CheckpointChoice(root, notes::add).latest();

        assertThat(latest.step()).isEqualTo(200);
        assertThat(latest.state()).isEmpty();
        assertThat(notes).isEmpty();
        assertThat(new CheckpointDirectory(root).loadModel(200).parameters().keySet())
                .isEqualTo(latest.parameters().keySet());
        assertPreviousIsUsed(state);
    }

    @Test
    void whatIsMissingIsNoDamage() {
        CheckpointChoice none = new CheckpointChoice(temporary.resolve("none"), note -> {});

        assertThatThrownBy(() -> none.best("validation/error_rate", Mode.MIN))
                .hasMessage(temporary.resolve("none") + ": there is no checkpoint yet");
        assertThatThrownBy(() -> new CheckpointChoice(root, note -> {}).best("absent", Mode.MAX))
                .hasMessage(root + ": no checkpoint has absent; try --checkpoint latest");
    }

    @Test
    void checkpointUnderTheWrongStepIsNotUsed() throws IOException {
        Path wrong = root.resolve("step-00000300");
        Files.move(root.resolve("step-00000200"), wrong);

        assertUsed(100, wrong.resolve("manifest.json"));
    }

    private void assertPreviousIsUsed(Path damaged) {
        assertUsed(100, damaged);
        assertThatThrownBy(() -> new CheckpointDirectory(root).load(200))
                .isInstanceOf(EtudeException.class)
                .hasMessageStartingWith(damaged.toString());
    }

    private void assertUsed(long step, Path damaged) {
        List<String> notes = new ArrayList<>();
        LoadedCheckpoint loaded =
                new CheckpointDirectory(root).loadLatest(notes::add).orElseThrow();
        assertThat(loaded.step()).isEqualTo(step);
        assertThat(Checkpoints.data(loaded.parameters(), "layer.weight")[0])
                .isEqualTo((float) step);
        assertThat(notes)
                .anySatisfy(
                        note ->
                                assertThat(note)
                                        .startsWith(damaged.toString())
                                        .endsWith("using step-00000%d instead".formatted(step)));
    }
}
