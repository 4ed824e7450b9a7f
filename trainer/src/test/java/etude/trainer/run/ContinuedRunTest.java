package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import etude.trainer.engine.TestDevice;
import etude.trainer.files.AtomicFiles;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A finished run goes on in a new folder, with everything random on. */
final class ContinuedRunTest {
    private static final String CONSTANT = "schedule.decay=constant";
    private static final String SHORTER = "max_train_steps=23";

    @TempDir static Path shared;

    @TempDir Path temporary;

    private static Path earlier;

    @BeforeAll
    static void train() {
        earlier = shared.resolve("earlier");
        assertThat(SmallRun.run(earlier, new Quiet(), CONSTANT, SHORTER))
                .isEqualTo(new Outcome.Completed(33));
    }

    private static Outcome goOn(Path directory, Quiet progress, String... overrides) {
        return goOn(directory, progress, () -> false, overrides);
    }

    private static Outcome goOn(
            Path directory, Quiet progress, BooleanSupplier stop, String... overrides) {
        RunOptions options =
                new RunOptions(
                        directory,
                        TestDevice.name(),
                        false,
                        List.of("test"),
                        Optional.empty(),
                        Optional.of(earlier));
        return TrainingRun.execute(SmallRun.config(overrides), options, progress, stop);
    }

    private static Map<String, Long> files(Path directory) {
        Map<String, Long> files = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                files.put(path.toString(), Files.getLastModifiedTime(path).toMillis());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    @Test
    void underAConstantRateItEqualsARunThatWasAskedForThatLength() throws IOException {
        Map<String, Long> before = files(earlier);
        Path longer = temporary.resolve("longer");
        Quiet progress = new Quiet();
        assertThat(goOn(longer, progress, CONSTANT)).isEqualTo(new Outcome.Completed(60));
        assertThat(files(earlier)).isEqualTo(before);

        Path whole = temporary.resolve("whole");
        SmallRun.run(whole, new Quiet(), CONSTANT);
        assertThat(new RunDirectory(longer).steps())
                .hasSameBinaryContentAs(new RunDirectory(whole).steps());
        assertThat(SmallRun.bits(longer)).isEqualTo(SmallRun.bits(whole));

        assertThat(progress.notes)
                .contains(
                        "Goes on from step 33 of %s, to step 60; that run stays as it is."
                                .formatted(earlier))
                .noneMatch(note -> note.startsWith("The learning rate was"));
        Lineage lineage = Lineage.read(new RunDirectory(longer)).orElseThrow();
        assertThat(lineage.run()).isEqualTo(earlier);
        assertThat(lineage.step()).isEqualTo(33);
        assertThat(lineage.checksum()).matches("crc32c \\p{XDigit}{8}");
    }

    @Test
    void itIsStoppedAndGoesOnWithoutTheEarlierRun() throws IOException {
        Path moved = shared.resolve("moved");
        Path stopped = temporary.resolve("stopped");
        Quiet until = new Quiet();
        assertThat(goOn(stopped, until, () -> until.steps.get() >= 41, CONSTANT))
                .isEqualTo(new Outcome.Preempted(41));
        Files.move(earlier, moved);
        try {
            assertThat(goOn(stopped, new Quiet(), CONSTANT)).isEqualTo(new Outcome.Completed(60));
        } finally {
            Files.move(moved, earlier);
        }
        Path whole = temporary.resolve("whole");
        SmallRun.run(whole, new Quiet(), CONSTANT);
        assertThat(SmallRun.bits(stopped)).isEqualTo(SmallRun.bits(whole));
    }

    @Test
    void theRateIsWhatTheNewConfigSaysAtTheCountedStep() {
        Quiet progress = new Quiet();
        goOn(temporary.resolve("cosine"), progress);
        double rate = 0.01 * (1 + Math.cos(Math.PI * 23 / 50)) / 2;
        assertThat(progress.notes)
                .anyMatch(
                        note ->
                                note.startsWith(
                                        "The learning rate was 0.01 and goes on with %.4f"
                                                .formatted(rate)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max_train_steps=23 | it has done 33 steps, and the config asks for 33 in all, warmup included; raise max_train_steps",
                "max_train_steps=5 | it has done 33 steps, and the config asks for 15 in all, warmup included; raise max_train_steps",
                "model.hidden=[25] | a run goes on with its model, data, batch size, seed and optimizer; the config differs in model.hidden: [24] -> [25]",
                "dataset.examples=200 | a run goes on with its model, data, batch size, seed and optimizer; the config differs in dataset.examples: 300 -> 200",
                "optimizer.beta1=0.5 | a run goes on with its model, data, batch size, seed and optimizer; the config differs in optimizer.beta1: 0.9 -> 0.5",
            })
    void whatCannotGoOnIsRefusedAndLeavesNothing(String override, String sentence) {
        Path directory = temporary.resolve("refused");
        assertThatThrownBy(() -> goOn(directory, new Quiet(), CONSTANT, override))
                .isInstanceOf(ConfigException.class)
                .hasMessage("--continue %s: %s".formatted(earlier, sentence));
        assertThat(directory).doesNotExist();
    }

    @Test
    void itsFolderIsItsOwn() {
        assertThatThrownBy(() -> goOn(earlier, new Quiet(), CONSTANT))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("holds a run that does not continue");
        Path nothing = temporary.resolve("nothing");
        RunOptions options =
                new RunOptions(
                        temporary.resolve("new"),
                        TestDevice.name(),
                        false,
                        List.of("test"),
                        Optional.empty(),
                        Optional.of(nothing));
        assertThatThrownBy(
                        () -> TrainingRun.execute(SmallRun.config(CONSTANT), options, new Quiet()))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(nothing + ": expected a run directory");
    }

    /** The check comes before anything is moved. */
    @Test
    void freshDoesNotMoveTheEarlierRunAway() {
        RunOptions options =
                new RunOptions(
                        earlier,
                        TestDevice.name(),
                        true,
                        List.of("test"),
                        Optional.empty(),
                        Optional.of(earlier));
        assertThatThrownBy(
                        () -> TrainingRun.execute(SmallRun.config(CONSTANT), options, new Quiet()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("the new run needs a folder of its own");
        assertThat(new RunDirectory(earlier).config()).exists();
    }

    @Test
    void withoutItsCheckpointsItIsNotStartedFromScratch() throws IOException {
        Path directory = temporary.resolve("lost");
        Quiet until = new Quiet();
        goOn(directory, until, () -> until.steps.get() >= 41, CONSTANT);
        AtomicFiles.deleteTree(new RunDirectory(directory).checkpoints());
        assertThatThrownBy(() -> SmallRun.run(directory, new Quiet(), CONSTANT))
                .hasMessageContaining("goes on from step 33 of")
                .hasMessageContaining("--continue with --fresh");
    }
}
