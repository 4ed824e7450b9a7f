package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Target;
import etude.datasets.catalogue.Catalogue;
import etude.datasets.catalogue.CatalogueEntry;
import etude.datasets.config.AugmentationConfig;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.Encoding;
import etude.datasets.generated.GeneratedDigits;
import etude.datasets.reader.CsvDataset;
import etude.datasets.split.ClassCheck;
import etude.datasets.split.ExampleScan;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.Imputation;
import etude.datasets.split.OverlapCheck;
import etude.datasets.split.Splits;
import etude.datasets.split.Splitter;
import etude.datasets.split.TargetScale;
import etude.datasets.split.TargetScan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Opens what a config calls its data set. */
public final class Sources {
    /** Tokens in a window of a catalogue text; {@code name: text} lets the user choose. */
    private static final int CATALOGUE_CONTEXT_LENGTH = 128;

    private final DatasetConfig config;
    private final DataRoot root;
    private final Consumer<String> notes;
    private final boolean checked;

    private Sources(DatasetConfig config, DataRoot root, Consumer<String> notes, boolean checked) {
        this.config = config;
        this.root = root;
        this.notes = notes;
        this.checked = checked;
    }

    /**
     * Opens and divides the data set: official test split, {@code test_path} or held out,
     * validation from {@code validation_path}, a folder beside that of training, or held out.
     *
     * @param notes hears, in sentences, what the user may want to know, such as that a cache is
     *     being made
     * @throws EtudeException when files are missing, damaged or do not fit together
     */
    public static Splits open(DatasetConfig config, DataRoot root, Consumer<String> notes) {
        root.remark().ifPresent(notes);
        return new Sources(config, root, notes, false).open(config.source());
    }

    /**
     * Opens the splits of data that a run was trained on, to look at them: without searching for
     * examples that stand in two splits, which was done then, and without decoding a folder of
     * images again.
     *
     * @throws EtudeException also when the images are not in the cache
     */
    public static Splits reopen(DatasetConfig config, DataRoot root) {
        return new Sources(config, root, note -> {}, true).open(config.source());
    }

    private Splits open(SourceConfig source) {
        if (source instanceof SourceConfig.Catalogue catalogue) {
            return open(fetched(catalogue.dataset()));
        }
        if (source instanceof SourceConfig.Text text) {
            return new TextSource(config, root, notes).open(text);
        }
        return divide(opened(source));
    }

    /** The one switch over what can be opened as a set of separate examples. */
    private OpenedSource opened(SourceConfig source) {
        if (source instanceof SourceConfig.Idx idx) {
            return idx(root.resolve(idx.path()));
        }
        if (source instanceof SourceConfig.CifarBinary cifar) {
            CifarFiles files = new CifarFiles(root.resolve(cifar.path()), cifar.classes());
            return new OpenedSource(
                    files.examples(),
                    files::test,
                    path -> new CifarFiles(path, cifar.classes()).examples(),
                    false);
        }
        if (source instanceof SourceConfig.ImageFolder folder) {
            return new ImageFolderSource(folder, root, notes, checked)
                    .open(root.resolve(folder.path()));
        }
        if (source instanceof SourceConfig.Csv csv) {
            CsvDataset table =
                    CsvDataset.open(
                            root.resolve(csv.path()), csv, config.group(), root.cache(), notes);
            return new OpenedSource(
                    table,
                    Optional::empty,
                    Optional::empty,
                    path -> CsvDataset.openLike(table, path, root.cache(), notes),
                    table.encoding(),
                    false,
                    table.columns(),
                    table.remarks());
        }
        if (source instanceof SourceConfig.Generated generated) {
            return generated(generated, config.examples().orElseThrow());
        }
        if (source instanceof SourceConfig.Provided provided) {
            return ProvidedSource.open(provided, root, notes);
        }
        throw new IllegalArgumentException("no separate examples in " + source);
    }

    private OpenedSource idx(Path path) {
        IdxFiles files = IdxFiles.at(path);
        if (files.train().isEmpty()) {
            notes.accept(
                    "%s has only the test images of a data set: they are taken as the whole of it, and there is no test split."
                            .formatted(path));
        }
        return new OpenedSource(
                IdxFiles.open(files.train().or(files::test).orElseThrow()),
                () -> files.train().isEmpty() ? Optional.empty() : files.test().map(IdxFiles::open),
                IdxFiles::openOnly,
                false);
    }

    private static OpenedSource generated(SourceConfig.Generated generated, int examples) {
        int size = generated.imageSize();
        double difficulty = generated.difficulty();
        return new OpenedSource(
                new GeneratedDigits(0, examples, size, difficulty),
                () ->
                        Optional.of(
                                new GeneratedDigits(
                                        examples, Math.max(1, examples / 5), size, difficulty)),
                path -> {
                    throw new EtudeException(
                            "dataset.validation_path and dataset.test_path mean nothing to name: generated; remove "
                                    + path);
                },
                true);
    }

    private SourceConfig fetched(String name) {
        CatalogueEntry entry = Catalogue.builtIn().get(name);
        Path folder = root.of(entry);
        if (!entry.present(folder)) {
            throw new EtudeException(
                    "%s is not (or not completely) in %s: run `etude data fetch %s`"
                            .formatted(name, folder, name));
        }
        String path = folder.toAbsolutePath().toString();
        return switch (entry.format()) {
            case IDX -> new SourceConfig.Idx(path);
            case CIFAR10 -> new SourceConfig.CifarBinary(path, 10);
            case CIFAR100 -> new SourceConfig.CifarBinary(path, 100);
            case TEXT ->
                    new SourceConfig.Text(
                            folder.resolve(entry.files().get(0).name()).toAbsolutePath().toString(),
                            SourceConfig.TextVocabulary.CHARACTER,
                            CATALOGUE_CONTEXT_LENGTH);
        };
    }

    private Splits divide(OpenedSource source) {
        if (source.examples().spec().target() instanceof Target.Classes classes) {
            ClassCheck.requireTwo(source.examples().name(0), classes.names());
        }
        Dataset all =
                config.examples()
                        .filter(count -> !source.drawn())
                        .map(count -> Splitter.first(source.examples(), count, config.splitSeed()))
                        .orElseGet(source::examples);
        List<String> warnings = new ArrayList<>(source.remarks());
        source.columns().forEach(column -> warnings.addAll(column.remarks()));
        unusedWholePictures().ifPresent(warnings::add);
        SplitParts divided = new Division(config, root, source).of(all, warnings);
        Optional<Imputation> imputation =
                source.encoding() instanceof Encoding.Table table && !table.isComplete()
                        ? Optional.of(Imputation.of(table, divided.train()))
                        : Optional.empty();
        SplitParts parts = imputation.map(divided::filled).orElse(divided);
        OptionalInt overlapping =
                checked ? OptionalInt.empty() : overlapping(source, parts, warnings);
        return new Splits(
                parts.train(),
                parts.validation(),
                parts.test(),
                imputation.<Encoding>map(Imputation::table).orElse(source.encoding()),
                source.drawn()
                        ? FeatureStatistics.ofDrawn(parts.train())
                        : FeatureStatistics.of(parts.train()),
                config.source() instanceof SourceConfig.Csv csv && csv.standardizeTarget()
                        ? TargetScale.standardizing(parts.train())
                        : TargetScale.own(),
                source.columns(),
                overlapping,
                warnings);
    }

    private Optional<String> unusedWholePictures() {
        boolean cuts =
                config.augment().stream()
                        .anyMatch(AugmentationConfig.RandomResizedCrop.class::isInstance);
        return config.source() instanceof SourceConfig.ImageFolder folder
                        && (folder.trainingSize().isPresent() || folder.cropFromFile())
                        && !cuts
                ? Optional.of(
                        "dataset.%s does nothing without random_resized_crop in dataset.augment, which cuts from whole pictures; add that, or remove it."
                                .formatted(
                                        folder.cropFromFile() ? "crop_from_file" : "training_size"))
                : Optional.empty();
    }

    private OptionalInt overlapping(OpenedSource source, SplitParts parts, List<String> warnings) {
        if (source.drawn()) { // no two are the same
            return config.foldInValidation()
                    ? OptionalInt.of(parts.validation().size())
                    : OptionalInt.empty();
        }
        return look(parts.train(), parts.validation(), parts.test(), warnings);
    }

    /**
     * Reads every example once.
     *
     * @param warnings gets a sentence on what is found
     * @return how many validation examples also stand in the training set
     */
    private OptionalInt look(
            Dataset training, Dataset validating, Optional<Dataset> test, List<String> warnings) {
        if (!ExampleScan.affordable(training)) {
            notes.accept(
                    "The training set is too large to look for examples that stand in two splits and classes that have none; that check is left out.");
            return OptionalInt.empty();
        }
        ExampleScan train = ExampleScan.of(training);
        ExampleScan validation = ExampleScan.of(validating);
        List<String> classes =
                training.spec().target() instanceof Target.Classes target
                        ? target.names()
                        : List.of();
        warnings.addAll(ClassCheck.warnings(training.name(0), classes, train, validation));
        if (training.spec().target() instanceof Target.Labels labels) {
            warnings.addAll(
                    ClassCheck.warnings(
                            labels.names(), TargetScan.counts(training), training.size()));
        }
        OverlapCheck check = new OverlapCheck(train);
        int overlapping = check.count(validation);
        OverlapCheck.warning(overlapping, validating.size(), "validation").ifPresent(warnings::add);
        test.flatMap(
                        examples ->
                                OverlapCheck.warning(
                                        check.count(ExampleScan.of(examples)),
                                        examples.size(),
                                        "test"))
                .ifPresent(warnings::add);
        return OptionalInt.of(overlapping);
    }
}
