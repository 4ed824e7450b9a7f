package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import etude.trainer.files.Json;
import etude.tuner.process.TestDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A procedure of several studies and reruns that is stopped again and again. */
final class TuneWarmupTest {
    private static final String[] WARMUP = {
        "tune", "warmup", "base.yaml", "--unstable-rate", "0.01", "--seeds", "2"
    };

    @TempDir private Path directory;

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(name));
        Files.writeString(
                folder.resolve("base.yaml"),
                """
                name: digits
                threads: 1
                dataset: {name: generated, examples: 60, image_size: 8, validation_fraction: 0.4}
                model: {name: mlp, hidden: [16]}
                batch_size: 8
                max_train_steps: 100
                optimizer: {name: momentum, learning_rate: 0.005}
                evaluation: {every: 50, train_examples: 8, predictions: 0}
                checkpoints: {every: 100}
                """);
        return folder;
    }

    private static CommandResult etude(Path folder, Computing computing, String... words) {
        return EtudeCommand.run(folder, computing, words);
    }

    /**
     * In the warmup, in the comparison, and in its reruns: each training that was stopped has the
     * loss and gradient norm of every step as if it had not been, and nothing is trained twice.
     */
    @Test
    void stoppedAnywhereTheSameCommandGoesOnToTheSameNumbers() throws Exception {
        Path folder = folder("stopped");
        for (int steps : new int[] {20, 500, 550}) {
            AtomicInteger left = new AtomicInteger(steps);
            CommandResult part =
                    etude(folder, new ThisJvm(() -> left.getAndDecrement() <= 0), WARMUP);
            assertThat(part.exitCode()).as(part.err()).isEqualTo(ExitCode.PREEMPTED);
            assertThat(part.err()).contains("stopped; the same command continues");
        }
        CommandResult last = etude(folder, ThisJvm.undisturbed(), WARMUP);
        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(last.out()).contains("warmup of 10 steps");
        JsonNode result =
                Json.parse(
                        Files.readAllBytes(folder.resolve("procedures/digits-warmup/result.json")));
        assertThat(result.at("/comparison/warmup/reruns/values").size()).isEqualTo(2);

        List<Path> stopped = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("studies"))) {
            for (Path run : files.filter(file -> file.endsWith("attempts")).toList()) {
                assertThat(run.resolve("2.json")).doesNotExist();
                if (Files.exists(run.resolve("1.json"))) {
                    stopped.add(run.resolveSibling(""));
                }
            }
        }
        assertThat(stopped).hasSize(3);
        for (Path run : stopped) {
            Path again = folder.resolve("again/" + stopped.indexOf(run));
            CommandResult train =
                    EtudeCommand.run(
                            folder,
                            "train",
                            run.resolve("config.yaml").toString(),
                            "--run-dir",
                            again.toString(),
                            "--device",
                            TestDevice.name());
            assertThat(train.exitCode()).as(train.err()).isZero();
            assertThat(again.resolve("steps.bin")).hasSameBinaryContentAs(run.resolve("steps.bin"));
        }
    }

    @Test
    void wrongInputsAreOneSentenceEach() throws Exception {
        Path folder = folder("wrong");
        CommandResult low =
                etude(
                        folder,
                        ThisJvm.undisturbed(),
                        "tune",
                        "warmup",
                        "base.yaml",
                        "--unstable-rate",
                        "0.005");
        assertThat(low.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(low.err())
                .contains("--unstable-rate: expected a rate above the 0.005 of the config");
        CommandResult rare =
                etude(
                        folder,
                        ThisJvm.undisturbed(),
                        "tune",
                        "stability",
                        "base.yaml",
                        "--set",
                        "evaluation.every=101");
        assertThat(rare.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(rare.err()).contains("evaluation.every: expected at most the 100 steps");
        CommandResult config =
                etude(folder, ThisJvm.undisturbed(), "tune", "clipping", "base.yaml");
        assertThat(config.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(config.err()).contains("expected the directory of a finished study or of a run");
        CommandResult seeds =
                etude(folder, ThisJvm.undisturbed(), "tune", "warmup", "base.yaml", "--seeds", "1");
        assertThat(seeds.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(seeds.err()).contains("--seeds: expected 2 to 100, found 1");
    }
}
