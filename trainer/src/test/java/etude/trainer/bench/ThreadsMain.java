package etude.trainer.bench;

import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.config.Threads;
import etude.trainer.engine.Devices;
import etude.trainer.loop.RepeatedStep;
import etude.trainer.loop.Training;
import etude.trainer.model.ModelRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Times the step of models of growing size on one thread and on more, in turn, and prints where
 * {@link Threads#suiting} chooses a number that is slower than the best by more than a tenth.
 */
final class ThreadsMain {
    private static final int ROUNDS = 7;
    private static final long WARM_UP_NANOSECONDS = 300_000_000;
    private static final long BURST_NANOSECONDS = 100_000_000;
    private static final double TOLERANCE = 1.1;

    private static final List<List<String>> SIZES =
            List.of(
                    mlp(8, 256),
                    mlp(64, 128),
                    mlp(64, 256),
                    mlp(128, 256),
                    mlp(256, 256),
                    mlp(128, 1024),
                    mlp(512, 512),
                    resnet(2),
                    resnet(8),
                    resnet(32));

    private ThreadsMain() {}

    private static List<String> mlp(int batch, int width) {
        return List.of(
                "batch_size=" + batch,
                "dataset={name: generated, examples: 1000, image_size: 28}",
                "model={name: mlp, hidden: [%s, 128]}".formatted(width));
    }

    private static List<String> resnet(int batch) {
        return List.of(
                "batch_size=" + batch,
                "dataset={name: generated, examples: 1000, image_size: 28}",
                "model={name: resnet, depth: 8, variant: cifar}");
    }

    public static void main(String[] arguments) {
        int processors = Runtime.getRuntime().availableProcessors();
        System.out.printf(
                "| model | multiplications | ms a step on 1 thread | on %d | fastest | rule | |%n|---|---:|---:|---:|---:|---:|---|%n",
                processors);
        for (List<String> size : SIZES) {
            compare(size, processors);
        }
    }

    private static void compare(List<String> size, int processors) {
        RunConfig config =
                ConfigLoader.parse(
                        """
                        name: threads
                        max_train_steps: 1
                        optimizer: {name: momentum, learning_rate: 0.01, weight_decay: 5.0e-4}
                        gradient_clipping: {norm: 1.0}
                        """,
                        "threads",
                        size);
        long multiplications = multiplications(config);
        Devices.configure(1, config.precision(), config.deterministic());
        int[] numbers = {1, processors};
        double[] milliseconds = times(config, numbers);
        int rule = Threads.suiting(multiplications, processors);
        int fastest = milliseconds[0] <= milliseconds[1] ? 1 : processors;
        double chosen = milliseconds[rule == 1 ? 0 : 1];
        boolean disagree = chosen > TOLERANCE * Math.min(milliseconds[0], milliseconds[1]);
        System.out.printf(
                "| %s, batch %d | %,d | %.3f | %.3f | %d | %d | %s |%n",
                size.get(2).replaceAll("model=|[{}]|name: ", ""),
                config.batchSize(),
                multiplications,
                milliseconds[0],
                milliseconds[1],
                fastest,
                rule,
                disagree ? "the rule is slower" : "");
    }

    private static long multiplications(RunConfig config) {
        try (Splits splits =
                Sources.open(config.dataset(), DataRoot.fromEnvironment(), note -> {})) {
            return Training.multiplications(
                    config,
                    ModelRegistry.load().require(config.model().name()),
                    splits.train().spec());
        }
    }

    /** Medians over bursts in turn. */
    private static double[] times(RunConfig config, int[] numbers) {
        double[][] bursts = new double[numbers.length][ROUNDS];
        RepeatedStep[] steps = new RepeatedStep[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            steps[i] = RepeatedStep.of(config.withThreads(new Threads(OptionalInt.of(numbers[i]))));
            Devices.useThreads(numbers[i]);
            burst(steps[i], WARM_UP_NANOSECONDS);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < numbers.length; i++) {
                Devices.useThreads(numbers[i]);
                bursts[i][round] = burst(steps[i], BURST_NANOSECONDS);
            }
        }
        for (RepeatedStep step : steps) {
            step.close();
        }
        return Arrays.stream(bursts).mapToDouble(ThreadsMain::median).toArray();
    }

    private static double burst(RepeatedStep step, long nanoseconds) {
        long started = System.nanoTime();
        long done = 0;
        while (System.nanoTime() - started < nanoseconds) {
            step.run();
            done++;
        }
        return (System.nanoTime() - started) / 1e6 / done;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
