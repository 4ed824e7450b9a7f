package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.catalogue.Catalogue;
import etude.datasets.catalogue.CatalogueEntry;
import etude.datasets.config.DatasetConfig;
import etude.datasets.config.SourceConfig;
import etude.datasets.generated.GeneratedDigits;
import etude.datasets.reader.CsvDataset;
import etude.datasets.reader.ImageFolderDataset;
import etude.datasets.reader.ImageFolderRequest;
import etude.datasets.split.FeatureStatistics;
import etude.datasets.split.OverlapCheck;
import etude.datasets.split.Splits;
import etude.datasets.split.Splitter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
     * Opens and divides the data set: official test split or {@code test_path}, validation from
     * {@code validation_path} or held out.
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
     * The same for data that a run was trained on, to look at them: without searching for examples
     * that stand in two splits, which was done then, and without decoding a folder of images again.
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
                    true);
        }
        if (source instanceof SourceConfig.ImageFolder folder) {
            return imageFolder(folder, root.resolve(folder.path()));
        }
        if (source instanceof SourceConfig.Csv csv) {
            CsvDataset table =
                    CsvDataset.open(
                            root.resolve(csv.path()),
                            csv.target(),
                            csv.task(),
                            root.cache(),
                            notes);
            return new OpenedSource(
                    table,
                    Optional::empty,
                    path -> CsvDataset.openLike(table, path, root.cache(), notes),
                    true);
        }
        if (source instanceof SourceConfig.Generated generated) {
            return generated(generated);
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
                true);
    }

    private OpenedSource imageFolder(SourceConfig.ImageFolder folder, Path path) {
        boolean divided = ImageFolderDataset.hasSplit(path, "train");
        return new OpenedSource(
                images(folder, path, divided ? Optional.of("train") : Optional.empty()),
                () ->
                        divided && ImageFolderDataset.hasSplit(path, "test")
                                ? Optional.of(images(folder, path, Optional.of("test")))
                                : Optional.empty(),
                other -> images(folder, other, Optional.empty()),
                true);
    }

    private Dataset images(SourceConfig.ImageFolder folder, Path path, Optional<String> split) {
        ImageFolderRequest request =
                new ImageFolderRequest(
                        path, split, folder.height(), folder.width(), folder.resize());
        if (!checked) {
            return ImageFolderDataset.open(request, root.cache(), notes);
        }
        return ImageFolderDataset.reopen(request, root.cache())
                .orElseThrow(
                        () ->
                                new EtudeException(
                                        "%s is not decoded in %s; `etude data inspect` does that, and so does training"
                                                .formatted(path, root.cache())));
    }

    private static OpenedSource generated(SourceConfig.Generated generated) {
        int examples = generated.examples();
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
                false);
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
        Dataset all = source.examples();
        Splitter.Parts parts =
                config.validationPath()
                        .map(path -> new Splitter.Parts(all, another(source, path, "validation")))
                        .orElseGet(
                                () ->
                                        Splitter.holdOut(
                                                all,
                                                config.validationFraction(),
                                                config.splitSeed()));
        Optional<Dataset> test =
                config.testPath().isPresent()
                        ? config.testPath().map(path -> another(source, path, "test"))
                        : source.test()
                                .get()
                                .map(official -> SameSpec.require(all.spec(), official, "test"));
        return new Splits(
                parts.train(),
                parts.validation(),
                test,
                FeatureStatistics.of(parts.train()),
                source.overlaps() && !checked ? warnings(parts, test) : List.of());
    }

    private Dataset another(OpenedSource source, String path, String split) {
        Dataset other = source.another().apply(root.resolve(path));
        return SameSpec.require(source.examples().spec(), other, split);
    }

    private List<String> warnings(Splitter.Parts parts, Optional<Dataset> test) {
        if (!OverlapCheck.affordable(parts.train())) {
            notes.accept(
                    "The training set is too large to look for examples that stand in two splits; that check is left out.");
            return List.of();
        }
        OverlapCheck check = new OverlapCheck(parts.train());
        List<String> warnings = new ArrayList<>();
        check.warning(parts.validation(), "validation").ifPresent(warnings::add);
        test.flatMap(examples -> check.warning(examples, "test")).ifPresent(warnings::add);
        return warnings;
    }
}
