package etude.trainer.export;

import etude.datasets.EtudeException;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.trainer.checkpoint.LoadedCheckpoint;
import etude.trainer.checkpoint.NamedTensor;
import etude.trainer.checkpoint.PreprocessingFile;
import etude.trainer.checkpoint.SafetensorsReader;
import etude.trainer.checkpoint.SafetensorsWriter;
import etude.trainer.checkpoint.TensorView;
import etude.trainer.config.ConfigException;
import etude.trainer.config.ConfigLoader;
import etude.trainer.config.ConfigWriter;
import etude.trainer.config.RunConfig;
import etude.trainer.engine.ModuleArchive;
import etude.trainer.files.AtomicFiles;
import etude.trainer.files.Json;
import etude.trainer.files.JsonObject;
import etude.trainer.files.WriteFailures;
import etude.trainer.loop.Inference;
import etude.trainer.model.ModelRegistry;
import etude.trainer.provider.RememberedJar;
import etude.trainer.run.RunDirectory;
import etude.trainer.run.SavedModel;
import etude.trainer.run.UsedJars;
import etude.trainer.run.Versions;
import etude.trainer.weights.PublishedNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A folder with a trained model for other programs: the weights in the file of its format, {@code
 * preprocessing.json}, of subwords {@code tokenizer.json}, {@code README.md}, {@code export.json},
 * which says where it comes from, and where it holds weights alone also {@code config.yaml}, so
 * that Etude can build the model again.
 *
 * @param name of the run
 * @param step of the checkpoint
 */
public record Export(Path folder, String name, long step, ExportFormat format) {
    private static final String FILE = "export.json";
    private static final String CONFIG = "config.yaml";
    private static final String TOKENIZER = "tokenizer.json";
    private static final int FORMAT_VERSION = 1;

    /** Whether a folder is an exported one. */
    public static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(FILE));
    }

    /**
     * Reads what an exported folder says of itself.
     *
     * @throws EtudeException when that is damaged
     */
    public static Export read(Path folder) {
        return Json.read(
                        folder.resolve(FILE),
                        "what `etude export` writes",
                        object ->
                                new Export(
                                        folder,
                                        object.text("name"),
                                        object.whole("step"),
                                        format(object)))
                .orElseThrow(() -> new EtudeException(folder + ": there is no exported model"));
    }

    private static ExportFormat format(JsonObject object) throws IOException {
        String word = object.text("format");
        for (ExportFormat format : ExportFormat.values()) {
            if (word.equals(word(format))) {
                return format;
            }
        }
        throw new IOException("an unknown format: " + word);
    }

    private static String word(ExportFormat format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    /** How the model's examples are read, and what it predicts. */
    public Preprocessing preprocessing() {
        return PreprocessingFile.read(folder.resolve(PreprocessingFile.NAME));
    }

    /** The file with the weights. */
    public Path file() {
        return folder.resolve(format.file());
    }

    /** The model of a folder with weights alone, as a run's checkpoint would give it. */
    public SavedModel rebuilt() {
        ModelRegistry models = ModelRegistry.load();
        RunConfig config = ConfigLoader.load(folder.resolve(CONFIG), List.of(), models);
        Preprocessing preprocessing = preprocessing();
        Map<String, NamedTensor> tensors = SafetensorsReader.read(file());
        return new SavedModel(
                new RunDirectory(folder),
                config,
                models.require(config.model().name()),
                new LoadedCheckpoint(
                        step,
                        PublishedNames.of(config, preprocessing.encoding().features())
                                .map(names -> names.back(tensors))
                                .orElse(tensors),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Optional.of(preprocessing)),
                preprocessing);
    }

    /**
     * Writes a folder, which appears whole.
     *
     * @param folder that does not exist yet
     * @throws ConfigException when it does, or the model cannot be written in this format
     * @throws EtudeException when the disk is full or refuses
     */
    public static Export write(SavedModel model, ExportFormat format, Path folder) {
        requireNew(folder);
        Export export =
                new Export(folder, model.config().name(), model.checkpoint().step(), format);
        Path absolute = folder.toAbsolutePath().normalize();
        Path temporary =
                absolute.resolveSibling(
                        absolute.getFileName() + ".tmp-" + ProcessHandle.current().pid());
        try {
            Files.createDirectories(temporary);
            try {
                export.fill(temporary, model);
                Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                AtomicFiles.deleteTree(temporary);
            }
            AtomicFiles.forceDirectory(absolute.resolveSibling(""));
            return export;
        } catch (IOException e) {
            throw WriteFailures.explain("folder", folder, "nothing was exported", e);
        }
    }

    /**
     * Refuses a folder that something lies in.
     *
     * @throws ConfigException when it exists
     */
    public static void requireNew(Path folder) {
        if (Files.exists(folder)) {
            throw new ConfigException(
                    List.of(
                            "%s is there already; name another folder with --out, or remove it"
                                    .formatted(folder)));
        }
    }

    private void fill(Path into, SavedModel model) throws IOException {
        Optional<PublishedNames> names =
                PublishedNames.of(model.config(), model.preprocessing().encoding().features())
                        .filter(theirs -> format == ExportFormat.SAFETENSORS);
        switch (format) {
            case TORCHSCRIPT -> writeModule(into.resolve(format.file()), model);
            case SAFETENSORS -> {
                writeTensors(into.resolve(format.file()), model, names);
                String config = ConfigWriter.toYaml(model.config());
                AtomicFiles.replace(into.resolve(CONFIG), config.getBytes(StandardCharsets.UTF_8));
                RememberedJar.write(UsedJars.of(model.config()), into);
            }
        }
        AtomicFiles.replace(
                into.resolve(PreprocessingFile.NAME),
                PreprocessingFile.encode(model.preprocessing(), Versions.etude()));
        if (model.preprocessing().encoding() instanceof Encoding.Text text
                && text.vocabulary() instanceof Vocabulary.Subwords subwords) {
            AtomicFiles.replace(
                    into.resolve(TOKENIZER),
                    subwords.tokenizer().json().getBytes(StandardCharsets.UTF_8));
        }
        String readme = new ExportReadme(this, model, names).text();
        AtomicFiles.replace(into.resolve("README.md"), readme.getBytes(StandardCharsets.UTF_8));
        AtomicFiles.replace(into.resolve(FILE), Json.file(members(model, names)));
    }

    private Map<String, Object> members(SavedModel model, Optional<PublishedNames> names) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("format_version", FORMAT_VERSION);
        members.put("etude", Versions.etude());
        members.put("name", name);
        members.put("model", model.config().model().name());
        members.put("step", step);
        members.put("format", word(format));
        names.ifPresent(theirs -> members.put("names", theirs.convention()));
        members.put("metrics", model.checkpoint().metrics());
        return members;
    }

    private static void writeModule(Path file, SavedModel model) throws IOException {
        try (Inference inference = model.on("cpu", Optional.of(1))) {
            String network =
                    inference
                            .network()
                            .anywhere(model.preprocessing().spec())
                            .orElseThrow(() -> unwritable(model));
            ModuleArchive.write(
                    file,
                    tensors(model, inference),
                    new ModuleText(model.preprocessing(), network).methods());
        }
    }

    private static EtudeException unwritable(SavedModel model) {
        return new ConfigException(
                List.of(
                        "--format torchscript: model %s has blocks of its own, which cannot be written as a script; --format safetensors exports its weights"
                                .formatted(model.config().model().name())));
    }

    private static List<ModuleArchive.Tensor> tensors(SavedModel model, Inference inference) {
        List<ModuleArchive.Tensor> tensors = new ArrayList<>();
        Map<String, NamedTensor> saved = model.checkpoint().parameters();
        inference
                .network()
                .parameters()
                .trainable()
                .forEach(slot -> tensors.add(tensor(saved, slot.name(), true)));
        inference
                .network()
                .parameters()
                .statistics()
                .forEach(slot -> tensors.add(tensor(saved, slot.name(), false)));
        float[] mean = model.preprocessing().statistics().mean();
        float[] scale = new float[mean.length];
        for (int i = 0; i < scale.length; i++) {
            scale[i] = 1 / model.preprocessing().statistics().deviation()[i];
        }
        long[] shape = {mean.length};
        tensors.add(new ModuleArchive.Tensor("mean", false, shape, mean));
        tensors.add(new ModuleArchive.Tensor("scale", false, shape, scale));
        return tensors;
    }

    private static ModuleArchive.Tensor tensor(
            Map<String, NamedTensor> saved, String name, boolean parameter) {
        NamedTensor tensor = saved.get(name);
        if (tensor == null) { // restoring would have failed
            throw new IllegalStateException("no tensor " + name);
        }
        return new ModuleArchive.Tensor(name, parameter, tensor.shape(), tensor.data());
    }

    private static void writeTensors(Path file, SavedModel model, Optional<PublishedNames> names) {
        Map<String, NamedTensor> ours = model.checkpoint().parameters();
        List<NamedTensor> tensors =
                names.map(theirs -> theirs.there(ours)).orElseGet(() -> List.copyOf(ours.values()));
        SafetensorsWriter.write(
                file,
                tensors.stream()
                        .map(one -> TensorView.of(one.name(), one.shape(), one.data(), 0))
                        .toList());
    }
}
