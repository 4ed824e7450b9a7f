package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import etude.trainer.checkpoint.CheckpointDirectory;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.PreprocessingFile;
import etude.trainer.config.ConfigException;
import etude.trainer.config.InitializeFromConfig;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.FlatParameters;
import etude.trainer.loop.Training;
import etude.trainer.weights.Fit;
import etude.trainer.weights.InitialWeights;
import etude.trainer.weights.LoadReport;
import etude.trainer.weights.WeightFile;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the path of {@code initialize_from} leads to, and the file of weights that is meant. */
record InitialSource(InitializeFromConfig config, Path path, Consumer<String> notes) {
    private static final String HOME = "~/";
    private static final String EXPORTED = "export.json";
    private static final String WEIGHTS = "model.safetensors";
    private static final String MANIFEST = "manifest.json";

    /** The name of what a language model knows of each token. */
    private static final String TOKENS = "embedding_token";

    private static final Pattern CHECKPOINT = Pattern.compile("step-(\\d{8,18})");

    /**
     * What a config names.
     *
     * @throws ConfigException when nothing is there
     */
    static InitialSource of(InitializeFromConfig config, Consumer<String> notes) {
        String written = config.path();
        try {
            Path path =
                    written.startsWith(HOME)
                            ? Path.of(System.getProperty("user.home", ""))
                                    .resolve(written.substring(HOME.length()))
                            : Path.of(written);
            if (Files.exists(path)) {
                return new InitialSource(config, path, notes);
            }
        } catch (InvalidPathException e) {
            throw refusal("%s is no path: %s".formatted(written, e.getReason()), e);
        }
        throw new ConfigException(
                List.of(
                        "initialize_from.path: there is nothing at %s; name a run, a checkpoint, an export or a safetensors file"
                                .formatted(written)));
    }

    /**
     * Gives a model its weights.
     *
     * @param run of which the model is
     * @param encoding of what it reads
     * @return what each of its tensors started from
     * @throws ConfigException when they cannot be read, or do not fit
     */
    LoadReport load(Training training, RunConfig run, Encoding encoding) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        FlatParameters parameters = training.network().parameters();
        Stream.concat(parameters.trainable().stream(), parameters.statistics().stream())
                .forEach(slot -> shapes.put(slot.name(), slot.shape().getShape()));
        WeightFile file = read();
        InitialWeights weights = Fit.of(run, config, encoding.features(), shapes, file);
        if (weights.tensors().containsKey(TOKENS) && encoding instanceof Encoding.Text text) {
            requireTokensOf(file, text.vocabulary());
        }
        training.startFrom(weights.tensors());
        return weights.report();
    }

    /** Weights of other tokens fit where these are as many, and would mean another text. */
    private static void requireTokensOf(WeightFile file, Vocabulary vocabulary) {
        Path described = file.source().file().resolveSibling(PreprocessingFile.NAME);
        if (Files.exists(described)
                && PreprocessingFile.read(described).encoding() instanceof Encoding.Text theirs
                && !theirs.vocabulary().hasTokensOf(vocabulary)) {
            throw new ConfigException(
                    List.of(
                            "initialize_from.path: expected weights of the same tokens as dataset.vocabulary has, found others of the same number in %s; take its tokenizer.json (`etude export` writes it) by dataset: {vocabulary: tokenizer, tokenizer: PATH}, or name %s in initialize_from.skip"
                                    .formatted(file.source().words(), TOKENS)));
        }
    }

    private WeightFile read() {
        try {
            return file();
        } catch (ConfigException e) {
            throw e;
        } catch (EtudeException e) {
            throw refusal(String.valueOf(e.getMessage()), e);
        }
    }

    private WeightFile file() {
        if (!Files.isDirectory(path)) {
            return WeightFile.read(path, path.toString());
        }
        if (Files.exists(path.resolve(EXPORTED))) {
            if (!Files.exists(path.resolve(WEIGHTS))) {
                throw new EtudeException(
                        "%s is an export without %s; export the run with --format safetensors, or name the run itself"
                                .formatted(path, WEIGHTS));
            }
            return WeightFile.read(path.resolve(WEIGHTS), path + ", an export");
        }
        Path whole = path.toAbsolutePath().normalize();
        Matcher step = CHECKPOINT.matcher(String.valueOf(whole.getFileName()));
        if (Files.exists(whole.resolve(MANIFEST)) && step.matches()) {
            CheckpointDirectory siblings = new CheckpointDirectory(whole.resolveSibling(""));
            return checkpoint(siblings, siblings.loadModel(Long.parseLong(step.group(1))));
        }
        RunDirectory run = new RunDirectory(path);
        if (Files.exists(run.config())) {
            return checkpoint(new CheckpointDirectory(run.checkpoints()), best(run));
        }
        throw new EtudeException(
                "%s is a folder without weights; name a run, a checkpoint, an export or a safetensors file"
                        .formatted(path));
    }

    private LoadedCheckpoint best(RunDirectory run) {
        Ranking ranking =
                RunFacts.read(run)
                        .map(RunFacts::ranking)
                        .orElseThrow(() -> new EtudeException(path + ": there is no run"));
        return SavedModel.find(run, "best", ranking, notes);
    }

    private WeightFile checkpoint(CheckpointDirectory directory, LoadedCheckpoint checkpoint) {
        return WeightFile.read(
                directory.parameters(checkpoint.step()),
                "%s, checkpoint of step %s".formatted(path, checkpoint.step()));
    }

    private static ConfigException refusal(String sentence, Throwable cause) {
        ConfigException refusal = new ConfigException(List.of("initialize_from.path: " + sentence));
        refusal.initCause(cause);
        return refusal;
    }
}
