package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.TestDevice;
import etude.trainer.engine.TestJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A real run of a second, with everything random on: dropout, crop, flip and mixup; deterministic,
 * so that a GPU gives the same bits as well. Also a main class for child processes.
 */
final class SmallRun {
    static final int STEPS = 60;

    private static final String CONFIG =
            """
            name: small
            seed: 3
            threads: 1
            deterministic: true
            dataset:
              name: generated
              examples: 300
              image_size: 12
              validation_fraction: 0.2
              augment: [{name: random_crop, padding: 1}, horizontal_flip, mixup]
            model: {name: mlp, hidden: [24], normalization: batch_norm}
            batch_size: 16
            max_train_steps: 50
            dropout: 0.2
            optimizer: {name: adam, learning_rate: 0.01, weight_decay: 0.01}
            schedule: {warmup_steps: 10, decay: cosine}
            gradient_clipping: {norm: 1.0}
            label_smoothing: 0.1
            polyak_decay: 0.95
            evaluation: {every: 20, batch_size: 37, train_examples: 50, predictions: 5}
            checkpoints: {every: 10, keep_best: 2}
            logging: {every: 7}
            """;

    private SmallRun() {}

    static RunConfig config(String... overrides) {
        return ConfigLoader.parse(CONFIG, "small.yaml", List.of(overrides));
    }

    static Outcome run(Path directory, Progress progress, String... overrides) {
        return TrainingRun.execute(
                config(overrides),
                new RunOptions(
                        directory, TestDevice.name(), false, List.of("test"), Optional.empty()),
                progress);
    }

    /**
     * Runs in a child process, as a user would.
     *
     * @param options of the JVM
     */
    static Process start(Path directory, String... options) {
        List<String> all = new ArrayList<>(List.of(TestDevice.option()));
        all.addAll(List.of(options));
        List<String> command = TestJvm.command(SmallRun.class, all.toArray(String[]::new));
        command.add(directory.toString());
        try {
            File log = Files.createTempFile("small-run", ".log").toFile();
            log.deleteOnExit();
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Trains; exits like the command does. */
    public static void main(String[] arguments) {
        Outcome outcome = run(Path.of(arguments[0]), new Quiet());
        System.exit(
                outcome instanceof Outcome.Completed
                        ? 0
                        : outcome instanceof Outcome.Preempted ? 75 : 1);
    }

    /** Every tensor of the newest checkpoint, bit for bit. */
    static Map<String, List<Integer>> bits(Path directory) {
        LoadedCheckpoint checkpoint =
                new CheckpointDirectory(new RunDirectory(directory).checkpoints())
                        .loadLatest(
                                note -> {
                                    throw new EtudeException(note);
                                })
                        .orElseThrow();
        Map<String, List<Integer>> bits = new TreeMap<>();
        bits.put("step", List.of((int) checkpoint.step()));
        checkpoint.parameters().forEach((name, tensor) -> bits.put(name, bits(tensor)));
        checkpoint.state().forEach((name, tensor) -> bits.put(name, bits(tensor)));
        return bits;
    }

    private static List<Integer> bits(NamedTensor tensor) {
        List<Integer> bits = new ArrayList<>();
        for (float value : tensor.data()) {
            bits.add(Float.floatToRawIntBits(value));
        }
        return bits;
    }

    /** Says nothing, counts steps. */
    static class Quiet implements Progress {
        final AtomicLong steps = new AtomicLong();
        final List<String> notes = new ArrayList<>();

        @Override
        public void started(String runName, long firstStep, long lastStep) {}

        @Override
        public void stepped(long step) {
            steps.set(step);
        }

        @Override
        public void measured(long step, Map<String, Double> metrics) {}

        @Override
        public void note(String sentence) {
            notes.add(sentence);
        }

        @Override
        public void finished() {}
    }
}
