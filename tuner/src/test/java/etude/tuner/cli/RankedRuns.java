package etude.tuner.cli;

import ai.djl.engine.EngineException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.distributed.RankFailedException;
import etude.trainer.distributed.Ranks;
import etude.trainer.run.Outcome;
import etude.trainer.run.RunOptions;
import etude.trainer.run.TrainingRun;
import etude.tuner.progress.SilentProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Several small runs one after the other in one process, which is one of some ranks or alone. */
final class RankedRuns {
    /** Into how many parts each batch is cut, whoever takes them. */
    private static final int PASSES = 4;

    private static final String USUAL =
            """
            max_train_steps: 12
            threads: 1
            evaluation: {every: 5, batch_size: 16, predictions: 6, train_examples: 40}
            checkpoints: {every: 5}
            logging: {every: 4}
            """;

    private static final String IMAGES = "dataset: {name: generated, image_size: 16, examples: ";

    private static final Map<String, String> CONFIGS = new LinkedHashMap<>();

    static {
        CONFIGS.put(
                "batch-norm",
                IMAGES
                        + "240, augment: [horizontal_flip, mixup, cutmix]}\n"
                        + """
                        model: {name: resnet, depth: 8}
                        batch_size: 16
                        optimizer: {name: nesterov, learning_rate: 0.05, weight_decay: 0.001}
                        gradient_clipping: {norm: 0.5}
                        polyak_decay: 0.9
                        evaluation: {every: 5, batch_size: 16, predictions: 6, train_examples: 40, validation_examples: 20}
                        """);
        CONFIGS.put(
                "dropout",
                IMAGES
                        + "240}\n"
                        + """
                        model: {name: mlp, hidden: [40, 16]}
                        batch_size: 16
                        dropout: 0.3
                        optimizer: {name: adam, learning_rate: 0.01}
                        """);
        CONFIGS.put(
                "ghost",
                IMAGES
                        + "240}\n"
                        + """
                        model: {name: mlp, hidden: [16], normalization: {name: ghost_batch_norm, virtual_batch_size: 3}}
                        batch_size: 32
                        optimizer: {name: adamw, learning_rate: 0.01}
                        label_smoothing: 0.1
                        evaluation: {every: 5, batch_size: 16, predictions: 6, train_examples: 40, metrics: [f1, auc]}
                        """);
        CONFIGS.put(
                "gpt",
                """
                dataset: {name: text, path: TEXT, context_length: 8, validation_fraction: 0.2}
                model: {name: gpt, layers: 1, width: 8, heads: 2}
                batch_size: 8
                optimizer: {name: nadam, learning_rate: 0.01, weight_decay: 0.01}
                """);
        CONFIGS.put(
                "fewer-examples-than-ranks",
                IMAGES
                        + "2, validation_fraction: 0.5}\n"
                        + """
                        model: {name: mlp, hidden: [8]}
                        batch_size: 8
                        optimizer: {name: sgd, learning_rate: 0.01}
                        """);
    }

    private RankedRuns() {}

    static List<String> names() {
        return List.copyOf(CONFIGS.keySet());
    }

    /**
     * Trains some of them.
     *
     * @param arguments the folder of the run directories, and their names
     */
    public static void main(String[] arguments) {
        Ranks ranks = Ranks.join(System.getenv(), System.err::println);
        run(Path.of(arguments[0]), ranks, List.of(arguments).subList(1, arguments.length));
        requireNulls();
        VectorSums.require(ranks);
        requireFailureIsTold(Path.of(arguments[0]), ranks);
        System.exit(ranks.leave(0));
    }

    static void run(Path folder, Ranks ranks, List<String> names) {
        for (String name : names) {
            String own = CONFIGS.getOrDefault(name, "");
            String yaml =
                    "name: %s\n%sgradient_accumulation: %d\n%s"
                            .formatted(
                                    name,
                                    own.contains("evaluation:")
                                            ? USUAL.replaceAll("evaluation: .*\n", "")
                                            : USUAL,
                                    PASSES / ranks.size(),
                                    own);
            RunConfig config =
                    ConfigLoader.parse(
                            yaml.replace("TEXT", text(folder).toString()), name, List.of());
            Outcome outcome =
                    TrainingRun.execute(
                            config,
                            options(folder, name),
                            new SilentProgress(),
                            () -> false,
                            ranks);
            if (!(outcome instanceof Outcome.Completed)) {
                throw new IllegalStateException(name + ": " + outcome);
            }
        }
    }

    /** Some hundred characters, the same for all ranks and for one process. */
    private static Path text(Path folder) {
        Path file = folder.resolveSibling("text.txt");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, "the quick brown fox jumps over the lazy dog\n".repeat(20));
            }
            return file.toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A rank that has no memory left says so through rank 0. */
    private static void requireFailureIsTold(Path folder, Ranks ranks) {
        RunConfig config =
                ConfigLoader.parse(
                        "name: hungry\n" + USUAL + CONFIGS.get("dropout"), "hungry", List.of());
        try {
            Outcome outcome =
                    TrainingRun.execute(
                            config,
                            options(folder, "hungry"),
                            new SilentProgress(),
                            () -> isHungry(ranks),
                            ranks);
            if (!(outcome instanceof Outcome.OutOfMemory memory)
                    || !memory.sentence().contains("does not fit (rank 1 on ")) {
                throw new IllegalStateException(outcome.sentence());
            }
        } catch (EngineException e) {
            ranks.fail(e); // as the command does
        } catch (RankFailedException e) {
            if (ranks.leads()) {
                throw e;
            }
        }
    }

    private static boolean isHungry(Ranks ranks) {
        if (ranks.rank() == 1) {
            throw new EngineException("DefaultCPUAllocator: can't allocate memory");
        }
        return false;
    }

    private static RunOptions options(Path folder, String name) {
        return new RunOptions(
                folder.resolve(name), "cpu", false, List.of("test"), Optional.empty());
    }

    /** Java notices a null by SIGSEGV, which no library may have taken. */
    private static void requireNulls() {
        int noticed = 0;
        for (int i = 0; i < 20_000; i++) {
            String[] words = {i % 2 == 0 ? "word" : null};
            try {
                noticed += words[0].length() == 4 ? 1 : 0;
            } catch (NullPointerException e) {
                noticed++;
            }
        }
        if (noticed != 20_000) {
            throw new IllegalStateException("nulls went unnoticed");
        }
    }
}
