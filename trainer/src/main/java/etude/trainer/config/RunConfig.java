package etude.trainer.config;

import etude.datasets.config.DatasetConfig;
import etude.datasets.config.Setting;
import etude.trainer.engine.Precision;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Everything that decides one training run. */
public record RunConfig(
        @Setting("Name of the run and of its folder below runs/.") String name,
        @Setting(value = "Free text, kept with the run.", defaultsTo = "''") String notes,
        @Setting(
                        value = "Seed of initialisation, example order, augmentation and dropout.",
                        defaultsTo = "1")
                long seed,
        @Setting(
                        value =
                                "CPU threads of the engine: a number, or auto (resolved once, then fixed for the run).",
                        defaultsTo = "auto")
                Threads threads,
        @Setting("Where examples come from.") DatasetConfig dataset,
        @Setting("The model.") ModelConfig model,
        @Setting(value = "Examples in one update.", min = 1) int batchSize,
        @Setting("Length of the decay, excluding warmup, as a duration.") Duration maxTrainSteps,
        @Setting(
                        value =
                                "Number format of the forward and backward pass: float32, tfloat32 (matrix products in TF32 on GPUs that have it) or bfloat16.",
                        defaultsTo = "float32")
                Precision precision,
        @Setting("The optimizer.") OptimizerConfig optimizer,
        @Setting(value = "The learning rate schedule.", defaultsTo = "{}") ScheduleConfig schedule,
        @Setting(
                        value = "Probability of dropping an activation.",
                        defaultsTo = "0.0",
                        min = 0,
                        max = 0.99)
                double dropout,
        @Setting(
                        value =
                                "Equal passes that one batch is cut into, to need less memory. Advised against:"
                                        + " it simulates a larger batch at no gain in speed, so prefer a"
                                        + " smaller batch_size.",
                        defaultsTo = "1",
                        min = 1)
                int gradientAccumulation,
        @Setting(value = "Gradient clipping; null for none.", defaultsTo = "null")
                Optional<GradientClippingConfig> gradientClipping,
        @Setting(
                        value = "Share of the target probability spread over all classes.",
                        defaultsTo = "0.0",
                        min = 0,
                        max = 0.99)
                double labelSmoothing,
        @Setting(
                        value =
                                "Decay per update of the average of the weights that is evaluated and saved;"
                                        + " null for no average.",
                        defaultsTo = "null",
                        min = 0,
                        max = 0.9999999)
                Optional<Double> polyakDecay,
        @Setting(value = "When and on what to evaluate.", defaultsTo = "{}")
                EvaluationConfig evaluation,
        @Setting(value = "When to save and what to keep.", defaultsTo = "{}")
                CheckpointsConfig checkpoints,
        @Setting(value = "How often to log.", defaultsTo = "{}") LoggingConfig logging) {
    /** File systems take 255 bytes, and {@code .old-1} or the like may follow the name. */
    private static final int LONGEST_NAME = 200;

    public RunConfig {
        requireFolderName(name);
        if (batchSize % gradientAccumulation != 0) {
            throw new IllegalArgumentException(
                    "gradient_accumulation: must divide batch_size %d into equal passes, found %d"
                            .formatted(batchSize, gradientAccumulation));
        }
        if (maxTrainSteps.unit() == Duration.Unit.PERCENT || maxTrainSteps.amount() == 0) {
            throw new IllegalArgumentException(
                    "max_train_steps: must be at least 1 step and not a percentage of itself");
        }
    }

    private static void requireFolderName(String name) {
        if (name.isBlank() || name.contains("/") || name.contains("\\") || name.startsWith(".")) {
            throw new IllegalArgumentException(
                    "name: must be the name of a folder, without slashes or a leading dot, found \""
                            + name
                            + '"');
        }
        if (name.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "name: must be the name of a folder, found a control character in it");
        }
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "name: must be the name of a folder, of at most %s bytes, found %s bytes"
                            .formatted(LONGEST_NAME, bytes));
        }
    }

    /** This config with another number of threads: how {@code auto} is resolved. */
    public RunConfig withThreads(Threads fixed) {
        return new RunConfig(
                name,
                notes,
                seed,
                fixed,
                dataset,
                model,
                batchSize,
                maxTrainSteps,
                precision,
                optimizer,
                schedule,
                dropout,
                gradientAccumulation,
                gradientClipping,
                labelSmoothing,
                polyakDecay,
                evaluation,
                checkpoints,
                logging);
    }
}
