package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.Vocabulary;
import etude.datasets.preprocessing.Preprocessing;
import etude.datasets.reader.CsvDataset;
import etude.datasets.reader.ImageFolderDataset;
import etude.datasets.reader.ImageFolderRequest;
import etude.datasets.reader.LabelledImages;
import etude.datasets.reader.PackedText;
import etude.datasets.reader.TextCorpus;
import etude.datasets.reader.TextFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Opens data that a trained model is to be evaluated on, by what the model knows of its own: the
 * training data need not be there any more. The names of the files tell their format.
 *
 * @param notes hears, in sentences, what the user may want to know
 */
public record OtherData(Preprocessing preprocessing, Path cache, Consumer<String> notes) {
    /**
     * Where the labels of images stand that have several.
     *
     * @param table with the names of the images' files in its first column
     * @param separator between the labels of its second column, where that names them
     */
    public record LabelFile(Path table, Optional<String> separator) {}

    /** Whether images need a table of their labels. */
    public boolean needsLabels() {
        return preprocessing.encoding() instanceof Encoding.Images
                && preprocessing.target() instanceof Target.Labels;
    }

    /** All labelled examples of a file or folder that says itself what is right. */
    public Dataset open(Path path) {
        return open(path, Optional.empty());
    }

    /**
     * All labelled examples of a file or folder.
     *
     * @param labels of images with several; nothing else reads them
     * @throws EtudeException when there are none that the model can be evaluated on
     */
    public Dataset open(Path path, Optional<LabelFile> labels) {
        if (!Files.exists(path)) {
            throw new EtudeException("%s: there is no such file or folder".formatted(path));
        }
        return SameSpec.require(preprocessing.spec(), opened(path, labels), "other");
    }

    private Dataset opened(Path path, Optional<LabelFile> labels) {
        if (preprocessing.encoding() instanceof Encoding.Table table) {
            return CsvDataset.openAs(table, preprocessing.target(), path, cache, notes);
        }
        if (preprocessing.encoding() instanceof Encoding.Text text) {
            TextCorpus corpus = text(text.vocabulary(), path);
            int length = text.contextLength();
            return corpus.windows(0, corpus.size(), length, length);
        }
        Encoding.Images images = (Encoding.Images) preprocessing.encoding();
        if (labels.isPresent() && preprocessing.target() instanceof Target.Labels known) {
            return LabelledImages.openAs(
                    known, folder(path, images), labels.get().table(), labels.get().separator());
        }
        return images(path, images);
    }

    private TextCorpus text(Vocabulary vocabulary, Path path) {
        boolean plain =
                vocabulary instanceof Vocabulary.Bytes
                        || vocabulary instanceof Vocabulary.Characters;
        return plain && !Files.isDirectory(path)
                ? TextCorpus.openLike(vocabulary, path, cache, notes)
                : PackedText.openLike(vocabulary, TextFiles.of(path), cache, notes).corpus();
    }

    private Dataset images(Path path, Encoding.Images images) {
        if (has(path, "idx\\d-ubyte(\\.gz)?")) {
            return IdxFiles.openOnly(path);
        }
        if (has(path, "\\.bin")) {
            return new CifarFiles(path, preprocessing.target().classes().size()).examples();
        }
        return folder(path, images);
    }

    private ImageFolderDataset folder(Path path, Encoding.Images images) {
        Features.Image shape = images.shape();
        return ImageFolderDataset.open(
                new ImageFolderRequest(
                        path,
                        Optional.empty(),
                        Optional.of(shape.height()),
                        Optional.of(shape.width()),
                        images.fit()),
                cache,
                notes);
    }

    private static boolean has(Path path, String ending) {
        return Files.isDirectory(path)
                ? IdxFiles.list(path).stream()
                        .anyMatch(file -> file.toString().matches(".*" + ending))
                : path.toString().matches(".*" + ending);
    }
}
