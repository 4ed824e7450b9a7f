package etude.trainer.run;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.loop.Training;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.provider.RememberedJar;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Evaluates a checkpoint of a run on whole splits, or on other data. Changes nothing in the run
 * directory but the record of looks at the test split and of evaluations on other data, and gives
 * checkpoints of Etude 0.1.0 the preprocessing that they lack.
 */
public final class EvaluationRun {
    private static final String TEST = "test";

    private EvaluationRun() {}

    /** A run whose checkpoint is in place. */
    private record Opened(
            RunDirectory directory,
            RunConfig config,
            Splits splits,
            Training training,
            LoadedCheckpoint checkpoint,
            DataFingerprint data) {}

    /**
     * The metrics of the split, by contract name.
     *
     * @throws ConfigException when an option has no such value, or there is no such run
     * @throws EtudeException when there is no such checkpoint, or the data have no such split or
     *     have changed
     */
    public static Map<String, Double> execute(EvaluateOptions options, Progress progress) {
        if (options.data().isPresent()) {
            return new OtherDataRun(options, progress).evaluate(options.data().get());
        }
        return opened(
                options,
                progress,
                opened -> {
                    Training training = opened.training();
                    Dataset examples = choose(opened.splits(), options.split());
                    options.predictions()
                            .ifPresent(
                                    path ->
                                            new PredictionsFile(Preprocessing.of(opened.splits()))
                                                    .write(
                                                            path,
                                                            training.evaluation()
                                                                    .predict(examples)));
                    Map<String, Double> metrics =
                            training.evaluation()
                                    .evaluate(examples)
                                    .metrics(prefix(options.split()));
                    if (options.split().equals(TEST)) {
                        record(
                                opened.directory(),
                                opened.checkpoint().step(),
                                metrics,
                                options,
                                progress);
                    }
                    return metrics;
                });
    }

    /**
     * Evaluates on a split with standard errors.
     *
     * @throws ConfigException as {@link #execute}
     * @throws EtudeException likewise
     */
    public static MeasuredRun measure(EvaluateOptions options, Progress progress) {
        return opened(
                options,
                progress,
                opened -> {
                    Dataset examples = choose(opened.splits(), options.split());
                    MeasuredRun found =
                            new MeasuredRun(
                                    opened.config(),
                                    opened.checkpoint().step(),
                                    examples.spec(),
                                    opened.splits().train().size(),
                                    opened.data().words(),
                                    opened.data().testWords(),
                                    MeasuredSplit.of(
                                            opened.training().evaluation(),
                                            examples,
                                            prefix(options.split())));
                    if (options.split().equals(TEST)) {
                        record(
                                opened.directory(),
                                opened.checkpoint().step(),
                                found.split().metrics(),
                                options,
                                progress);
                    }
                    return found;
                });
    }

    /** Before anybody hears what it showed. */
    static void record(
            RunDirectory run,
            long step,
            Map<String, Double> metrics,
            EvaluateOptions options,
            Progress progress) {
        try {
            TestEvaluations.add(
                    run, new TestEvaluations.Look(Instant.now(), step, metrics, options.command()));
        } catch (EtudeException e) {
            progress.note(
                    "this look at the test split is not on record, for %s"
                            .formatted(e.getMessage()));
        }
    }

    private static <T> T opened(
            EvaluateOptions options, Progress progress, Function<Opened, T> work) {
        require(
                List.of("train", "validation", TEST).contains(options.split()),
                "--split",
                "train, validation or test",
                options.split());
        SavedModel.requireChoice(options.checkpoint());
        RunDirectory directory = SavedModel.requireRun(options.runDirectory());
        ModelRegistry models = ModelRegistry.load();
        RunConfig config = ConfigLoader.load(directory.config(), List.of(), models);
        RememberedJar.changes(directory.root()).forEach(progress::note);
        Devices.configure(config.threads().orAll(), config.precision(), config.deterministic());
        ModelProvider provider = models.require(config.model().name());
        try (Splits splits = data(config, directory, progress);
                Training training =
                        new Training(
                                config,
                                provider,
                                splits,
                                Durations.resolve(config, splits.train().size()),
                                Devices.resolve(options.device()),
                                1)) {
            LoadedCheckpoint checkpoint =
                    SavedModel.find(
                            directory,
                            options.checkpoint(),
                            Ranking.of(config, splits),
                            progress::note);
            DataFingerprint data = DataFingerprint.of(splits);
            data.requireForEvaluation(checkpoint, options.split().equals(TEST), directory.root());
            if (checkpoint.preprocessing().isEmpty()) {
                SavedModel.complete(directory, Preprocessing.of(splits));
            }
            training.restoreForEvaluation(checkpoint);
            progress.note("step %d on the %s split".formatted(checkpoint.step(), options.split()));
            return work.apply(new Opened(directory, config, splits, training, checkpoint, data));
        }
    }

    /** The data of a run, which may be gone: what can be done without them is said then. */
    private static Splits data(RunConfig config, RunDirectory run, Progress progress) {
        try {
            return Sources.open(config.dataset(), DataRoot.fromEnvironment(), progress::note);
        } catch (EtudeException e) {
            throw new EtudeException(
                    "%s; `etude evaluate %s --data PATH` evaluates on other labelled data and needs none of these"
                            .formatted(e.getMessage(), run.root()),
                    e);
        }
    }

    /**
     * {@code train/loss} is what training minimises; evaluated, the split has a name of its own.
     */
    private static String prefix(String split) {
        return split.equals("train") ? "train_evaluation" : split;
    }

    /** Before any work. */
    private static void require(boolean holds, String option, String expected, String found) {
        if (!holds) {
            throw new ConfigException(
                    List.of("%s: expected %s, found \"%s\"".formatted(option, expected, found)));
        }
    }

    private static Dataset choose(Splits splits, String split) {
        return switch (split) {
            case "train" -> splits.train();
            case "validation" -> splits.validation();
            case TEST ->
                    splits.test()
                            .orElseThrow(
                                    () ->
                                            new EtudeException(
                                                    "this data set has no test split; use --split validation, or --data and the path of a test set that came later, or set dataset.test_path or dataset.test_fraction before training"));
            default -> throw new IllegalArgumentException("no split: " + split);
        };
    }
}
