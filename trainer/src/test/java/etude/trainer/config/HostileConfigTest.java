package etude.trainer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.model.ModelRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configs of absurd size or content are refused as they are read, in few words. */
final class HostileConfigTest {
    private static final String MODEL_CONFIG =
            Configs.MINIMAL.replace("{name: tiny}", "{name: mlp}");

    @TempDir Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("run.yaml"), text);
    }

    private static List<String> problems(Path file) {
        try {
            ConfigLoader.load(file, List.of(), Configs.MODELS);
        } catch (ConfigException e) {
            return e.problems();
        }
        return List.of();
    }

    @Test
    void aFileOfTenMegabytesIsNotRead() throws IOException {
        Path file = file("notes: [" + "1, ".repeat(3_500_000) + "1]\n");

        assertThat(problems(file))
                .containsExactly(
                        file + ": expected a config of at most 1 MiB, found a longer file");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDeviceWithoutEndIsNotReadToItsEnd() {
        assertThat(problems(Path.of("/dev/zero")))
                .containsExactly(
                        "/dev/zero: expected a config of at most 1 MiB, found a longer file");
    }

    @Test
    void whatIsNoFileIsSaidSo() {
        assertThat(problems(folder))
                .containsExactly(folder + ": expected a config file, found a folder");
    }

    @Test
    void fiftyThousandUnknownKeysAreCounted() throws IOException {
        String keys =
                IntStream.range(0, 50_000)
                        .mapToObj(i -> "key" + i + ": 1\n")
                        .collect(Collectors.joining());

        List<String> problems = problems(file(Configs.MINIMAL + keys));

        assertThat(problems).hasSize(21).last().isEqualTo("and 49,980 more");
        assertThat(String.join("\n", problems)).hasSizeLessThan(20_000);
    }

    @Test
    void aLineOfAMegabyteIsShownInPart() throws IOException {
        String longest = "x".repeat((1 << 20) - 1000);

        for (String yaml :
                List.of(
                        "batch_size: " + longest,
                        longest + ": 1",
                        longest,
                        "batch_size: " + "9".repeat(1_000_000),
                        "seed: 0." + "9".repeat(1_000_000),
                        "seed: !" + longest + " 5",
                        "seed: '" + longest,
                        "model: {hidden: [" + "-1,".repeat(300_000) + "]}",
                        "dataset: {name: idx, path: " + longest + "}",
                        "{a: ".repeat(200_000))) {
            List<String> problems = problems(file(yaml));

            assertThat(problems).isNotEmpty();
            assertThat(String.join("\n", problems)).hasSizeLessThan(10_000);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name=\"a\\u0000b\"|--set name: must be the name of a folder, found a control character in it",
                "name=\"a\\nb\"|--set name: must be the name of a folder, found a control character in it",
                "dataset={\"name\": \"idx\", \"path\": \"a\\u0000b\"}|--set dataset: dataset.path: expected the path of a file or folder, found a NUL character in it",
                "dataset={name: text, path: ''}|--set dataset: dataset.path: expected the path of a file or folder, found nothing",
                "dataset={name: csv, path: a, target: b, test_path: ' '}|--set dataset: dataset.test_path: expected the path of a file or folder, found nothing",
                "dataset={name: idx, path: a, validation_fraction: 0}|--set dataset: dataset.validation_fraction: 0 leaves nothing to validate on; set it above 0, or set validation_path",
                "dataset={name: catalogue, dataset: mnits}|--set dataset: dataset.dataset: expected one of mnist, fashion-mnist, kmnist, cifar10, cifar100, tinyshakespeare, found \"mnits\"",
                "max_train_steps=9223372036854775807|--set max_train_steps: must be at most 1e15 steps, found 9.223372036854776E18",
                "schedule.warmup_steps=9223372036854775808|--set schedule.warmup_steps: must be at most 1e15 steps, found 9.223372036854776E18",
                "max_train_steps=1e300|--set max_train_steps: must be at most 1e15 steps, found 1.0E300",
                "max_train_steps=1e999|--set max_train_steps: must be a duration of at least 0, found Infinity",
                "model={name: mlp, hidden: [0]}|--set model: model.hidden[0]: expected a whole number of at least 1, found 0",
                "model={name: resnet, depth: 200000}|--set model: model.depth: expected a whole number from 1 to 1202, found 200000",
                "model={name: wide_resnet, depth: 200000}|--set model: model.depth: expected a whole number from 1 to 1202, found 200000",
                "model={name: vit, layers: 200000}|--set model: model.layers: expected a whole number from 1 to 1000, found 200000",
                "model={name: gpt, layers: 200000}|--set model: model.layers: expected a whole number from 1 to 1000, found 200000",
                "model={name: gpt, width: 100, heads: 3}|--set model: model.width: must be a multiple of heads (3), found 100; nearest 99",
            })
    void valuesThatCannotWorkAreProblems(String override, String problem) {
        assertThatThrownBy(
                        () ->
                                ConfigLoader.parse(
                                        MODEL_CONFIG,
                                        "run.yaml",
                                        List.of(override),
                                        ModelRegistry.load()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(problem);
    }

    @Test
    void namesAndLayersHaveABound() {
        assertThat(Configs.problems(Configs.MINIMAL, "name=" + "\u00e4".repeat(101)))
                .containsExactly(
                        "--set name: must be the name of a folder, of at most 200 bytes, found 202 bytes");
        assertThat(
                        Configs.problems(
                                Configs.MINIMAL,
                                "dataset={name: idx, path: " + "a".repeat(256) + "}"))
                .singleElement()
                .asString()
                .endsWith("found a name of 256 bytes in it, and none is longer than 255");
        String layers = String.join(", ", Collections.nCopies(20_000, "1"));
        assertThatThrownBy(
                        () ->
                                ConfigLoader.parse(
                                        MODEL_CONFIG,
                                        "run.yaml",
                                        List.of("model.hidden=[" + layers + "]"),
                                        ModelRegistry.load()))
                .hasMessage("--set model.hidden: expected at most 250 layers, found 20000");
    }

    @Test
    void durationsOfOtherUnitsHaveTheSameBound() {
        RunConfig config = Configs.minimal("schedule.warmup_steps=1e300 epochs");

        assertThatThrownBy(() -> Durations.resolve(config, 1000))
                .isInstanceOf(ConfigException.class)
                .hasMessageMatching(
                        "1.0E300 epochs are 7.81[0-9]+E300 steps, expected at most 1e15; shorten the duration");
    }
}
