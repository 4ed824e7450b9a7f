package etude.tuner.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
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

    /** After the warmup, in the comparison, and in its reruns. */
    @Test
    void stoppedAnywhereTheSameCommandGoesOnToTheSameResult() throws Exception {
        Path undisturbed = folder("undisturbed");
        CommandResult whole = etude(undisturbed, ThisJvm.undisturbed(), WARMUP);
        assertThat(whole.exitCode()).as(whole.err()).isZero();
        assertThat(whole.out()).contains("warmup of 10 steps");

        Path stopped = folder("stopped");
        for (int steps : new int[] {50, 400, 700}) {
            AtomicInteger left = new AtomicInteger(steps);
            CommandResult part =
                    etude(stopped, new ThisJvm(() -> left.getAndDecrement() <= 0), WARMUP);
            assertThat(part.exitCode()).as(part.err()).isEqualTo(ExitCode.PREEMPTED);
            assertThat(part.err()).contains("stopped; the same command continues");
        }
        CommandResult last = etude(stopped, ThisJvm.undisturbed(), WARMUP);
        assertThat(last.exitCode()).as(last.err()).isZero();
        assertThat(results(stopped)).isEqualTo(results(undisturbed));
    }

    /** What it found, and the loss and gradient norm of every step of every training. */
    private static Map<String, String> results(Path folder) throws IOException {
        Map<String, String> results = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String name = folder.relativize(file).toString();
                if (name.endsWith("steps.bin")) {
                    results.put(name, Arrays.toString(Files.readAllBytes(file)));
                } else if (name.endsWith("result.json") || name.endsWith("patch.yaml")) {
                    results.put(name, Files.readString(file).replace(folder.toString(), "FOLDER"));
                }
            }
        }
        assertThat(results).as("one warmup, 8 trials, 4 reruns, 2 files").hasSize(15);
        return results;
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
