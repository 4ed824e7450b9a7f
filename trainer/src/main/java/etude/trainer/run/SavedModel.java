package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.source.DataRoot;
import etude.datasets.source.Sources;
import etude.datasets.split.Splits;
import etude.trainer.checkpoint.CheckpointChoice;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.PreprocessingFile;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.Devices;
import etude.trainer.loop.Inference;
import etude.trainer.loop.Readers;
import etude.trainer.model.ModelProvider;
import etude.trainer.model.ModelRegistry;
import etude.trainer.provider.RememberedJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A checkpoint of a run with all that is needed to use it. The training data are not, unless the
 * checkpoint is of Etude 0.1.0, which kept nothing of them: then they are read once more, and the
 * run's checkpoints get what was missing.
 */
public record SavedModel(
        RunDirectory directory,
        RunConfig config,
        ModelProvider provider,
        LoadedCheckpoint checkpoint,
        Preprocessing preprocessing) {
    /** Which checkpoint of a run is meant, in words of the command line. */
    private static final String CHOICE = "best|latest|\\d{1,15}";

    /**
     * Opens a checkpoint.
     *
     * @param which {@code best}, {@code latest} or a step
     * @throws ConfigException when there is no such run, or {@code which} is another word
     * @throws EtudeException when there is no such checkpoint, or nothing tells how its examples
     *     are read
     */
    public static SavedModel open(Path run, String which, Consumer<String> notes) {
        RunDirectory directory = requireRun(run);
        requireChoice(which);
        ModelRegistry models = ModelRegistry.load();
        RunConfig config = ConfigLoader.load(directory.config(), List.of(), models);
        RememberedJar.changes(run).forEach(notes);
        ModelProvider provider = models.require(config.model().name());
        Ranking ranking =
                RunFacts.read(directory)
                        .map(RunFacts::ranking)
                        .orElseThrow(() -> new EtudeException(run + ": there is no run"));
        LoadedCheckpoint checkpoint = find(directory, which, ranking, notes);
        Preprocessing preprocessing =
                checkpoint
                        .preprocessing()
                        .orElseGet(() -> recovered(directory, config, checkpoint, notes));
        return new SavedModel(directory, config, provider, checkpoint, preprocessing);
    }

    static RunDirectory requireRun(Path run) {
        RunDirectory directory = new RunDirectory(run);
        if (!Files.exists(directory.config())) {
            throw new ConfigException(
                    List.of(
                            "%s: expected a run directory, found no config.yaml; give the folder that `etude train` wrote"
                                    .formatted(run)));
        }
        return directory;
    }

    static void requireChoice(String which) {
        if (!which.matches(CHOICE)) {
            throw new ConfigException(
                    List.of(
                            "--checkpoint: expected best, latest or a step, found \"%s\""
                                    .formatted(which)));
        }
    }

    static LoadedCheckpoint find(
            RunDirectory directory, String which, Ranking ranking, Consumer<String> notes) {
        CheckpointChoice choice = new CheckpointChoice(directory.checkpoints(), notes);
        return switch (which) {
            case "best" -> choice.best(ranking.metric(), ranking.mode());
            case "latest" -> choice.latest();
            default ->
                    new CheckpointDirectory(directory.checkpoints())
                            .loadModel(Long.parseLong(which));
        };
    }

    private static Preprocessing recovered(
            RunDirectory directory,
            RunConfig config,
            LoadedCheckpoint checkpoint,
            Consumer<String> notes) {
        try (Splits splits = Sources.open(config.dataset(), DataRoot.fromEnvironment(), notes)) {
            DataFingerprint.of(splits).requireForEvaluation(checkpoint, false, directory.root());
            Preprocessing preprocessing = Preprocessing.of(splits);
            complete(directory, preprocessing);
            return preprocessing;
        } catch (EtudeException e) {
            throw new EtudeException(
                    "%s: the checkpoint of step %d is of an earlier version of Etude, which kept nothing of how examples are read, so its training data are needed once more: %s"
                            .formatted(directory.root(), checkpoint.step(), e.getMessage()),
                    e);
        }
    }

    /** So that the data are not needed again; where this user may not write, they are. */
    static void complete(RunDirectory directory, Preprocessing preprocessing) {
        if (!Files.isWritable(directory.checkpoints())) {
            return;
        }
        try (RunLock lock = RunLock.acquire(directory)) {
            new CheckpointDirectory(lock.run().checkpoints())
                    .add(PreprocessingFile.encode(preprocessing, Versions.etude()));
        } catch (EtudeException e) {
            // of a run that trains, or on a full disk: the next use finds the data again
        }
    }

    /**
     * The model in the memory of a device, to be closed by the caller.
     *
     * @param device in the words of the command line
     * @param batchSize examples of one pass; that of the run's evaluations where it is empty
     */
    public Inference on(String device, Optional<Integer> batchSize) {
        Devices.configure(config.threads().orAll(), config.precision(), config.deterministic());
        Inference inference =
                new Inference(
                        config,
                        provider,
                        preprocessing,
                        Devices.resolve(device),
                        batchSize.orElse(config.evaluation().batchSize()),
                        Readers.count());
        try {
            inference.restore(checkpoint);
            return inference;
        } catch (RuntimeException | Error e) {
            inference.close();
            throw e;
        }
    }
}
