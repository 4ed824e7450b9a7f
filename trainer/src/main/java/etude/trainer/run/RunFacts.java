package etude.trainer.run;

import etude.datasets.CorruptFileException;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.datasets.split.Splits;
import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.GradientClippingConfig;
import etude.trainer.config.ResolvedDurations;
import etude.trainer.config.RunConfig;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import etude.trainer.loop.Evaluations;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What whoever reads a run must know of it, written to {@code run.json} when the run begins: what
 * its config comes to with its data on its machine. Parts that nothing tells, as in directories
 * from before there was such a file, are empty.
 *
 * @param device in the engine's words
 * @param deterministic whether a GPU had to give the same bits each time
 * @param threads of the CPU
 * @param ranks processes that trained it together, in its last attempt
 * @param learningRate the base rate that the schedule scales
 * @param clippingNorm the largest permitted gradient norm, where there is one
 * @param decay what the schedule leaves of the base rate at the last step: 1 without a decay; empty
 *     where that has no end or nothing tells
 */
public record RunFacts(
        String name,
        long seed,
        Optional<String> device,
        boolean deterministic,
        int threads,
        int ranks,
        int batchSize,
        double learningRate,
        OptionalDouble clippingNorm,
        OptionalDouble decay,
        Steps steps,
        Ranking ranking,
        Data data) {
    /**
     * The durations of a run in steps.
     *
     * @param warmup updates before those of {@code maxTrain}
     * @param maxTrain without warmup
     * @param logEvery steps between two log lines
     * @param evaluateEvery steps between two evaluations
     * @param checkpointEvery steps between two checkpoints
     */
    public record Steps(
            OptionalLong warmup,
            OptionalLong maxTrain,
            OptionalLong logEvery,
            OptionalLong evaluateEvery,
            OptionalLong checkpointEvery) {
        static Steps of(ResolvedDurations durations) {
            return new Steps(
                    OptionalLong.of(durations.warmupSteps()),
                    OptionalLong.of(durations.maxTrainSteps()),
                    OptionalLong.of(durations.logEvery()),
                    OptionalLong.of(durations.evaluateEvery()),
                    OptionalLong.of(durations.checkpointEvery()));
        }

        /** All updates of the run: warmup is prepended. */
        public OptionalLong total() {
            return warmup.isPresent() && maxTrain.isPresent()
                    ? OptionalLong.of(warmup.getAsLong() + maxTrain.getAsLong())
                    : OptionalLong.empty();
        }
    }

    /**
     * The data of a run.
     *
     * @param evaluatedExamples how many of the validation examples each evaluation uses
     * @param classes how many there are; empty also where the targets are no classes
     * @param digest by which other data would be noticed
     * @param constant what the best constant prediction reaches in each metric: the most frequent
     *     class, the label frequencies, the mean of the targets; without those that are not known
     * @param overlapping how many of the validation examples are also training examples; empty
     *     where nobody looked
     * @param testExamples held out for the end; 0 where there are none, empty where that is not
     *     known
     */
    public record Data(
            OptionalInt trainExamples,
            OptionalInt validationExamples,
            OptionalInt evaluatedExamples,
            OptionalInt classes,
            Optional<String> digest,
            Map<String, Double> constant,
            OptionalInt overlapping,
            OptionalInt testExamples) {
        public Data {
            constant = Collections.unmodifiableMap(new LinkedHashMap<>(constant));
        }

        /** Nothing is known. */
        public static Data unknown() {
            return new Data(
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    Optional.empty(),
                    Map.of(),
                    OptionalInt.empty(),
                    OptionalInt.empty());
        }

        static Data of(Splits splits, RunConfig config, DataFingerprint fingerprint) {
            int validation = splits.validation().size();
            return new Data(
                    OptionalInt.of(splits.train().size()),
                    OptionalInt.of(validation),
                    OptionalInt.of(config.evaluation().validationExamples().of(validation)),
                    splits.train().spec().target() instanceof Target.Classes classes
                            ? OptionalInt.of(classes.names().size())
                            : OptionalInt.empty(),
                    Optional.of(fingerprint.digest()),
                    ConstantPrediction.metrics(
                            splits.train(), Evaluations.selections(config, splits)),
                    splits.overlapping(),
                    OptionalInt.of(splits.test().map(Dataset::size).orElse(0)));
        }
    }

    /** The facts of a run of one process whose data are at hand. */
    public static RunFacts of(
            RunConfig config, ResolvedDurations durations, Data data, String device) {
        return of(config, durations, data, device, 1);
    }

    /** The facts of a run whose data are at hand. */
    public static RunFacts of(
            RunConfig config, ResolvedDurations durations, Data data, String device, int ranks) {
        return of(config, Steps.of(durations), data, Optional.of(device), ranks);
    }

    /**
     * The facts of a run that wrote none, as far as its config tells them.
     *
     * @param totalSteps its updates, warmup included, where it is known to have done all of them
     */
    public static RunFacts infer(RunConfig config, OptionalLong totalSteps, Data data) {
        return of(config, new InferredSteps(config, totalSteps).all(), data, Optional.empty(), 1);
    }

    private static RunFacts of(
            RunConfig config, Steps steps, Data data, Optional<String> device, int ranks) {
        return new RunFacts(
                config.name(),
                config.seed(),
                device,
                config.deterministic(),
                config.threads().orAll(),
                ranks,
                config.batchSize(),
                config.optimizer().learningRate(),
                config.gradientClipping()
                        .map(GradientClippingConfig::norm)
                        .map(OptionalDouble::of)
                        .orElse(OptionalDouble.empty()),
                config.schedule().endOfDecay(),
                steps,
                Ranking.of(config, data.classes().isPresent()),
                data);
    }

    /**
     * Replaces the file.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public void write(RunDirectory run) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", name);
        members.put("seed", seed);
        device.ifPresent(words -> members.put("device", words));
        members.put("deterministic", deterministic);
        members.put("threads", threads);
        members.put("ranks", ranks);
        members.put("batch_size", batchSize);
        members.put("learning_rate", learningRate);
        clippingNorm.ifPresent(norm -> members.put("clipping_norm", norm));
        decay.ifPresent(left -> members.put("decay", left));
        members.put("steps", members(steps));
        members.put("metric", ranking.metric());
        members.put("mode", ranking.mode().name().toLowerCase(Locale.ROOT));
        members.put("data", members(data));
        members.put("etude", Versions.etude());
        AtomicFiles.write(run.facts(), Json.file(members));
    }

    private static Map<String, Object> members(Steps steps) {
        Map<String, Object> members = new LinkedHashMap<>();
        steps.warmup().ifPresent(count -> members.put("warmup", count));
        steps.maxTrain().ifPresent(count -> members.put("max_train", count));
        steps.logEvery().ifPresent(count -> members.put("log_every", count));
        steps.evaluateEvery().ifPresent(count -> members.put("evaluate_every", count));
        steps.checkpointEvery().ifPresent(count -> members.put("checkpoint_every", count));
        return members;
    }

    private static Map<String, Object> members(Data data) {
        Map<String, Object> members = new LinkedHashMap<>();
        data.trainExamples().ifPresent(count -> members.put("train_examples", count));
        data.validationExamples().ifPresent(count -> members.put("validation_examples", count));
        data.evaluatedExamples().ifPresent(count -> members.put("evaluated_examples", count));
        data.classes().ifPresent(count -> members.put("classes", count));
        data.digest().ifPresent(digest -> members.put("digest", digest));
        if (!data.constant().isEmpty()) {
            members.put("constant_prediction", data.constant());
        }
        data.overlapping().ifPresent(count -> members.put("overlapping_examples", count));
        data.testExamples().ifPresent(count -> members.put("test_examples", count));
        return members;
    }

    /**
     * The facts of a run, also of one that was written before there was a file of them; empty where
     * there is no run.
     *
     * @throws CorruptFileException when the file is not what a run writes
     * @throws EtudeException when there is no such file, and the config cannot be read
     */
    public static Optional<RunFacts> read(RunDirectory run) {
        Optional<RunFacts> written = Json.read(run.facts(), "the facts of a run", RunFacts::of);
        if (written.isPresent() || !Files.exists(run.config())) {
            return written;
        }
        return Optional.of(EarlierRun.facts(run, ConfigLoader.load(run.config(), List.of())));
    }

    private static RunFacts of(JsonObject object) throws IOException {
        return new RunFacts(
                object.text("name"),
                object.whole("seed"),
                object.optionalText("device"),
                object.has("deterministic") && object.truth("deterministic"),
                object.count("threads"),
                object.has("ranks") ? object.count("ranks") : 1,
                object.count("batch_size"),
                object.number("learning_rate"),
                object.optionalNumber("clipping_norm"),
                object.optionalNumber("decay"),
                steps(object.object("steps")),
                new Ranking(object.text("metric"), mode(object.text("mode"))),
                data(object.object("data")));
    }

    private static Steps steps(JsonObject object) throws IOException {
        return new Steps(
                object.optionalWhole("warmup"),
                object.optionalWhole("max_train"),
                object.optionalWhole("log_every"),
                object.optionalWhole("evaluate_every"),
                object.optionalWhole("checkpoint_every"));
    }

    private static Mode mode(String word) throws IOException {
        return switch (word) {
            case "min" -> Mode.MIN;
            case "max" -> Mode.MAX;
            default -> throw new IOException("mode is neither min nor max: " + word);
        };
    }

    private static Data data(JsonObject object) throws IOException {
        return new Data(
                object.optionalCount("train_examples"),
                object.optionalCount("validation_examples"),
                object.optionalCount("evaluated_examples"),
                object.optionalCount("classes"),
                object.optionalText("digest"),
                object.has("constant_prediction")
                        ? object.numbers("constant_prediction")
                        : Map.of(),
                object.optionalCount("overlapping_examples"),
                object.optionalCount("test_examples"));
    }
}
