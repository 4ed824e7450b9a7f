package etude.trainer.config;

import etude.datasets.config.DatasetConfig;
import etude.datasets.config.Setting;
import etude.trainer.engine.Precision;
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
                                "CPU threads of the engine: a number, or auto (by the size of the model and the processors, resolved once, then fixed for the run).",
                        defaultsTo = "auto")
                Threads threads,
        @Setting(
                        value =
                                "CPU kernels: those that suit a type of processor, or auto (that of this machine, resolved once, then fixed for the run). A GPU has its own.",
                        defaultsTo = "auto")
                KernelsFor kernels,
        @Setting("Where examples come from.") DatasetConfig dataset,
        @Setting("The model.") ModelConfig model,
        @Setting(value = "Weights to start from; null for random ones.", defaultsTo = "null")
                Optional<InitializeFromConfig> initializeFrom,
        @Setting(value = "Examples in one update.", min = 1) int batchSize,
        @Setting("Length of the decay, excluding warmup, as a duration.") Duration maxTrainSteps,
        @Setting(
                        value =
                                "Number format of the forward and backward pass: float32, tfloat32 (matrix products in TF32 on GPUs that have it) or bfloat16.",
                        defaultsTo = "float32")
                Precision precision,
        @Setting(
                        value =
                                "On a GPU, take only algorithms that give the same bits each time, which are slower: no choice of the fastest convolution, attention as plain products. A CPU gives the same bits anyway.",
                        defaultsTo = "false")
                boolean deterministic,
        @Setting(
                        value =
                                "What training minimises: cross_entropy, focal, binary_cross_entropy, squared_error, or that of a jar of yours; null for the usual one of the target.",
                        defaultsTo = "null")
                Optional<LossConfig> loss,
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
        @Setting(value = "How often to log.", defaultsTo = "{}") LoggingConfig logging,
        @Setting(value = "How several ranks train together.", defaultsTo = "{}")
                DistributedConfig distributed) {
    public RunConfig {
        FolderName.require(name);
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

    /** This config with another number of threads: how {@code auto} is resolved. */
    public RunConfig withThreads(Threads fixed) {
        return with(fixed, kernels);
    }

    /** This config with other kernels: how {@code auto} is resolved. */
    public RunConfig withKernels(KernelsFor fixed) {
        return with(threads, fixed);
    }

    private RunConfig with(Threads fixedThreads, KernelsFor fixedKernels) {
        return new RunConfig(
                name,
                notes,
                seed,
                fixedThreads,
                fixedKernels,
                dataset,
                model,
                initializeFrom,
                batchSize,
                maxTrainSteps,
                precision,
                deterministic,
                loss,
                optimizer,
                schedule,
                dropout,
                gradientAccumulation,
                gradientClipping,
                labelSmoothing,
                polyakDecay,
                evaluation,
                checkpoints,
                logging,
                distributed);
    }
}
