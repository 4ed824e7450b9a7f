package etude.trainer.run;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.CheckpointInfo;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.Durations;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.loop.Training;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Evaluates a checkpoint of a run on one split, whole. Changes nothing in the run directory. */
public final class EvaluationRun {
    private EvaluationRun() {}

    /**
     * The metrics of the split, by contract name.
     *
     * @throws EtudeException when there is no such run, checkpoint or split
     */
    public static Map<String, Double> execute(EvaluateOptions options, Progress progress) {
        RunDirectory directory = new RunDirectory(options.runDirectory());
        if (!Files.exists(directory.config())) {
            throw new EtudeException(
                    "%s: expected a run directory, found no config.yaml; give the folder that `etude train` wrote"
                            .formatted(options.runDirectory()));
        }
        ModelRegistry models = ModelRegistry.load();
        RunConfig config = ConfigLoader.load(directory.config(), List.of(), models);
        Devices.configure(config.threads().orAll(), config.precision(), config.deterministic());
        ModelProvider provider = models.require(config.model().name());
        try (Splits splits =
                        Sources.open(config.dataset(), DataRoot.fromEnvironment(), progress::note);
                Training training =
                        new Training(
                                config,
                                provider,
                                splits,
                                Durations.resolve(config, splits.train().size()),
                                Devices.resolve(options.device()),
                                1)) {
            LoadedCheckpoint checkpoint =
                    find(directory, options.checkpoint(), Ranking.of(config, splits), progress);
            training.restoreForEvaluation(checkpoint);
            progress.note("step %d on the %s split".formatted(checkpoint.step(), options.split()));
            Dataset examples = choose(splits, options.split());
            options.predictions()
                    .ifPresent(
                            path ->
                                    PredictionsFile.write(
                                            path,
                                            examples.spec(),
                                            training.evaluation().predict(examples)));
            return training.evaluation().evaluate(examples).metrics(prefix(options.split()));
        }
    }

    /**
     * {@code train/loss} is what training minimises; evaluated, the split has a name of its own.
     */
    private static String prefix(String split) {
        return split.equals("train") ? "train_evaluation" : split;
    }

    private static LoadedCheckpoint find(
            RunDirectory directory, String which, Ranking ranking, Progress progress) {
        CheckpointDirectory checkpoints = new CheckpointDirectory(directory.checkpoints());
        Path folder = directory.checkpoints();
        if (which.equals("latest")) {
            return checkpoints
                    .loadLatest(progress::note)
                    .orElseThrow(() -> new EtudeException(folder + ": there is no checkpoint yet"));
        }
        if (which.equals("best")) {
            CheckpointInfo best =
                    checkpoints
                            .best(ranking.metric(), ranking.mode())
                            .orElseThrow(
                                    () ->
                                            new EtudeException(
                                                    "%s: no checkpoint has %s; try --checkpoint latest"
                                                            .formatted(folder, ranking.metric())));
            return checkpoints.load(best.step());
        }
        if (which.matches("\\d{1,15}")) {
            return checkpoints.load(Long.parseLong(which));
        }
        throw new EtudeException(
                "--checkpoint: expected best, latest or a step, found \"%s\"".formatted(which));
    }

    private static Dataset choose(Splits splits, String split) {
        return switch (split) {
            case "train" -> splits.train();
            case "validation" -> splits.validation();
            case "test" ->
                    splits.test()
                            .orElseThrow(
                                    () ->
                                            new EtudeException(
                                                    "this data set has no test split; use --split validation, or set dataset.test_path"));
            default ->
                    throw new EtudeException(
                            "--split: expected train, validation or test, found \"%s\""
                                    .formatted(split));
        };
    }
}
