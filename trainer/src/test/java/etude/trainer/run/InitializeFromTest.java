package etude.trainer.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.checkpoint.SafetensorsReader;
import etude.trainer.checkpoint.SafetensorsWriter;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.config.ConfigException;
import etude.trainer.engine.TestDevice;
import etude.trainer.run.SmallRun.Quiet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs that start from the weights of another one; with everything random on. */
final class InitializeFromTest {
    private static final String SHORT = "max_train_steps=10";

    @TempDir static Path shared;

    @TempDir Path temporary;

    private static Path earlier;
    private static Path file;

    @BeforeAll
    static void train() {
        earlier = shared.resolve("earlier");
        assertThat(SmallRun.run(earlier, new Quiet()))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
        file = new CheckpointDirectory(new RunDirectory(earlier).checkpoints()).parameters(60);
    }

    private static Map<String, NamedTensor> saved(Path directory) {
        return new CheckpointDirectory(new RunDirectory(directory).checkpoints())
                .loadLatest(note -> {})
                .orElseThrow()
                .parameters();
    }

    private static float[] data(Map<String, NamedTensor> tensors, String name) {
        return Optional.ofNullable(tensors.get(name)).orElseThrow().data();
    }

    private static String from(Path path, String more) {
        return "initialize_from={path: '%s'%s}".formatted(path, more);
    }

    @Test
    void frozenWeightsAndTheirStatisticsKeepEveryBit() throws IOException {
        Path directory = temporary.resolve("frozen");
        Quiet progress = new Quiet();
        SmallRun.run(
                directory,
                progress,
                SHORT,
                from(file, ", freeze: ['hidden1_*'], skip: ['output_*']"),
                "optimizer.groups=[{match: 'output_*', learning_rate_scale: 3, weight_decay: 0}]");
        Map<String, NamedTensor> before = SafetensorsReader.read(file);
        Map<String, NamedTensor> after = saved(directory);
        assertThat(after.keySet()).isEqualTo(before.keySet());
        for (String name : before.keySet()) {
            if (name.startsWith("hidden1_")) {
                assertThat(data(after, name)).as(name).isEqualTo(data(before, name));
            } else {
                assertThat(data(after, name)).as(name).isNotEqualTo(data(before, name));
            }
        }
        assertThat(before.keySet()).anyMatch(name -> name.endsWith("_running_variance"));
        assertThat(progress.notes)
                .anyMatch(
                        note ->
                                note.matches(
                                        "Weights of .* \\(crc32c \\p{XDigit}{8}\\): 5 of 7 .*"))
                .contains("Fresh (skipped): output_weight, output_bias.", "Frozen: hidden1_*.");
        assertThat(Files.readString(new RunDirectory(directory).initialWeights()))
                .contains("\"hidden1_linear_weight\"", "\"crc32c ", "\"skipped\"");
    }

    /** One update of each from the same weights: they differ by the decay alone. */
    @Test
    void aGroupMayDecayBiasesAndNormScalesToo() {
        Map<String, NamedTensor> start = SafetensorsReader.read(file);
        Map<String, NamedTensor> spared = afterOneUpdate("spared", "weight_decay: 0.5");
        Map<String, NamedTensor> decayed =
                afterOneUpdate(
                        "decayed", "weight_decay: 0.5, groups: [{match: '*', decay_all: true}]");
        Map<String, NamedTensor> some =
                afterOneUpdate(
                        "some",
                        "weight_decay: 0.5, groups: [{match: 'output_*', weight_decay: 0.25, decay_all: true}]");
        for (String name :
                List.of(
                        "output_bias",
                        "hidden1_normalization_gamma",
                        "hidden1_normalization_beta")) {
            double ofGroup = name.startsWith("output_") ? 0.25 : 0;
            for (int i = 0; i < data(start, name).length; i++) {
                double weight = data(start, name)[i];
                assertThat((double) data(spared, name)[i] - data(decayed, name)[i])
                        .isCloseTo(0.1 * 0.5 * weight, within(1e-6));
                assertThat((double) data(spared, name)[i] - data(some, name)[i])
                        .isCloseTo(0.1 * ofGroup * weight, within(1e-6));
            }
            assertThat(data(decayed, name)).isNotEqualTo(data(spared, name));
        }
        assertThat(data(decayed, "output_weight")).isEqualTo(data(spared, "output_weight"));
    }

    private Map<String, NamedTensor> afterOneUpdate(String name, String decay) {
        Path directory = temporary.resolve(name);
        SmallRun.run(
                directory,
                new Quiet(),
                "max_train_steps=1",
                "schedule={decay: constant}",
                "polyak_decay=null",
                from(file, ""),
                "optimizer={name: sgd, learning_rate: 0.1, %s}".formatted(decay));
        return saved(directory);
    }

    @Test
    void aRunDirectoryMeansItsBestCheckpointAndACheckpointItself() throws IOException {
        Path best = temporary.resolve("best");
        Quiet progress = new Quiet();
        SmallRun.run(best, progress, SHORT, from(earlier, ""));
        long step =
                Summary.read(new RunDirectory(earlier)).orElseThrow().best().orElseThrow().step();
        assertThat(progress.notes)
                .anyMatch(
                        note ->
                                note.startsWith(
                                        "Weights of %s, checkpoint of step %s ("
                                                .formatted(earlier, step)));
        Path given = temporary.resolve("given");
        SmallRun.run(given, new Quiet(), SHORT, from(file.resolveSibling(""), ""));
        assertThat(Files.readString(new RunDirectory(given).initialWeights()))
                .contains("checkpoint of step 60");
    }

    @Test
    void aRunThatGoesOnNeedsItsSourceNoMore() throws IOException {
        Path source = temporary.resolve("source.safetensors");
        Files.copy(file, source);
        String settings = from(source, ", freeze: ['hidden1_*']");
        Path whole = temporary.resolve("whole");
        SmallRun.run(whole, new Quiet(), settings);
        Path stopped = temporary.resolve("stopped");
        RunOptions options =
                new RunOptions(
                        stopped, TestDevice.name(), false, List.of("test"), Optional.empty());
        Quiet until = new Quiet();
        TrainingRun.execute(
                SmallRun.config(settings), options, until, () -> until.steps.get() >= 30);
        Files.delete(source);
        assertThat(SmallRun.run(stopped, new Quiet(), settings))
                .isEqualTo(new Outcome.Completed(SmallRun.STEPS));
        assertThat(SmallRun.bits(stopped)).isEqualTo(SmallRun.bits(whole));
        assertThat(new RunDirectory(stopped).steps())
                .hasSameBinaryContentAs(new RunDirectory(whole).steps());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "', freeze: [\"stem_*\"]' | initialize_from.freeze: expected stem_* to match a parameter, found none of that name;",
                "', freeze: [\"*\"]' | initialize_from.freeze: expected something left to train, found patterns of every parameter",
                "', freeze: [\"*_running_mean\"]' | initialize_from.freeze: expected *_running_mean to match a parameter, found none",
                "', skip: [\"head*\"]' | initialize_from.skip: expected head* to match a parameter, found none;",
                "', map: [{from: x, to: y}]' | initialize_from.map: expected x to match a tensor",
            })
    void patternsThatMatchNothingAreRefused(String more, String sentence) {
        assertRefused(sentence, from(file, more));
    }

    @Test
    void aGroupThatMatchesNothingIsRefused() {
        assertRefused(
                "optimizer.groups: expected head.* to match a parameter that is trained, found none of that name; `etude train CONFIG --parameters` lists them, such as hidden1_linear_weight, output_weight, output_bias",
                "optimizer.groups=[{match: head.*}]");
        assertRefused(
                "optimizer.groups: expected output_* to match a parameter that is trained, found that earlier groups have all of its;",
                "optimizer.groups=[{match: '*'}, {match: 'output_*'}]");
    }

    @Test
    void filesThatAreNoWeightsAreRefused() throws IOException {
        Path missing = temporary.resolve("missing");
        assertRefused(
                "initialize_from.path: there is nothing at %s;".formatted(missing),
                from(missing, ""));
        assertRefused(
                "initialize_from.path: %s is a folder without weights;".formatted(temporary),
                from(temporary, ""));
        Path other = temporary.resolve("other.txt");
        Files.writeString(other, "no tensors at all");
        assertRefused("initialize_from.path: %s: expected ".formatted(other), from(other, ""));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(other, Arrays.copyOf(bytes, bytes.length - 10));
        assertRefused("initialize_from.path: %s: expected ".formatted(other), from(other, ""));
        Files.write(other, new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0, 0, 0, 0});
        assertRefused(
                "initialize_from.path: %s is a pickle of PyTorch".formatted(other),
                from(other, ""));
        Files.write(other, new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', (byte) 0xfc, 0, 0, 0});
        assertRefused(
                "initialize_from.path: %s is a pickle of PyTorch".formatted(other),
                from(other, ""));
    }

    @Test
    void anotherNumberOfClassesLeavesTheOutputFresh() {
        Path seven = temporary.resolve("seven.safetensors");
        Map<String, NamedTensor> tensors = SafetensorsReader.read(file);
        SafetensorsWriter.write(
                seven,
                tensors.values().stream()
                        .map(
                                one ->
                                        one.name().startsWith("output_")
                                                ? TensorView.of(
                                                        one.name(), new long[] {3}, new float[3], 0)
                                                : TensorView.of(
                                                        one.name(), one.shape(), one.data(), 0))
                        .toList());
        Quiet progress = new Quiet();
        SmallRun.run(temporary.resolve("ten"), progress, SHORT, from(seven, ""));
        assertThat(progress.notes).contains("Fresh (another shape): output_weight, output_bias.");
    }

    private void assertRefused(String sentence, String override) {
        Path directory = temporary.resolve("refused");
        assertThatThrownBy(() -> SmallRun.run(directory, new Quiet(), override))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(sentence);
        assertThat(new CheckpointDirectory(new RunDirectory(directory).checkpoints()).isEmpty())
                .isTrue();
    }
}
