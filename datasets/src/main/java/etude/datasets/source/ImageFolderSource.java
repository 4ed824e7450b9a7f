package etude.datasets.source;

import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.config.SourceConfig;
import etude.datasets.encoding.Encoding;
import etude.datasets.encoding.ImageFit;
import etude.datasets.reader.ImageFolderDataset;
import etude.datasets.reader.ImageFolderRequest;
import etude.datasets.reader.LabelledImages;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Opens folders and archives of images, with the splits that stand in them as folders.
 *
 * @param prepared whether images must be in the cache already
 */
record ImageFolderSource(
        SourceConfig.ImageFolder folder, DataRoot root, Consumer<String> notes, boolean prepared) {
    private static final String TRAIN = "train";
    private static final String TEST = "test";

    /** The first of these that stands beside train validates. */
    private static final List<String> VALIDATION = List.of("validation", "val", "valid");

    private static final List<String> SPLITS =
            List.of(TRAIN, TEST, VALIDATION.get(0), VALIDATION.get(1), VALIDATION.get(2));

    OpenedSource open(Path path) {
        List<String> splits = ImageFolderDataset.splits(path, SPLITS, root.cache());
        if (!splits.contains(TRAIN)) {
            Dataset images = training(path, Optional.empty());
            return new OpenedSource(
                    images,
                    Optional::empty,
                    Optional::empty,
                    this::whole,
                    encoding(images),
                    false,
                    List.of(),
                    List.of());
        }
        List<String> validation = splits.stream().filter(VALIDATION::contains).toList();
        Dataset training = training(path, Optional.of(TRAIN));
        return new OpenedSource(
                training,
                () -> validation.stream().findFirst().map(name -> validation(path, validation)),
                () ->
                        Optional.of(TEST)
                                .filter(splits::contains)
                                .map(name -> split(path, name, "are the test set")),
                this::whole,
                encoding(training),
                false,
                List.of(),
                List.of());
    }

    private Encoding encoding(Dataset images) {
        return new Encoding.Images((Features.Image) images.spec().features(), fit());
    }

    private ImageFit fit() {
        return folder.shorterEdge()
                .<ImageFit>map(ImageFit.Centred::new)
                .orElse(folder.resize() ? new ImageFit.Stretched() : new ImageFit.Exact());
    }

    /** With whole pictures where they are asked for: only training cuts from them. */
    private Dataset training(Path path, Optional<String> split) {
        OptionalInt size = folder.trainingSize().map(OptionalInt::of).orElse(OptionalInt.empty());
        return images(path, split, size, folder.cropFromFile());
    }

    private Dataset examples(Path path, Optional<String> split) {
        return images(path, split, OptionalInt.empty(), false);
    }

    private Dataset validation(Path path, List<String> names) {
        String others =
                names.size() == 1
                        ? ""
                        : "; not used: " + String.join(", ", names.subList(1, names.size()));
        return split(path, names.get(0), "validate, and none is held out of train" + others);
    }

    private Dataset split(Path path, String name, String use) {
        Dataset images = examples(path, Optional.of(name));
        notes.accept(
                "%s has a folder %s: its %d images %s.".formatted(path, name, images.size(), use));
        return images;
    }

    private Dataset whole(Path path) {
        return examples(path, Optional.empty());
    }

    private Dataset images(
            Path path, Optional<String> split, OptionalInt trainingSize, boolean ownPixels) {
        ImageFolderRequest request =
                new ImageFolderRequest(
                        path,
                        split,
                        folder.height(),
                        folder.width(),
                        fit(),
                        trainingSize,
                        folder.onError() == SourceConfig.OnError.SKIP ? folder.maxSkipped() : 0,
                        folder.decode() == SourceConfig.Decode.TRAINING,
                        ownPixels);
        ImageFolderDataset images = images(path, request);
        return folder.labelsPath()
                .map(table -> LabelledImages.of(images, root.resolve(table), folder.separator()))
                .orElse(images);
    }

    private ImageFolderDataset images(Path path, ImageFolderRequest request) {
        if (!prepared) {
            return ImageFolderDataset.open(request, root.cache(), notes);
        }
        return ImageFolderDataset.reopen(request, root.cache())
                .orElseThrow(
                        () ->
                                new EtudeException(
                                        "%s is not prepared in %s; `etude data inspect` does that, and so does training"
                                                .formatted(path, root.cache())));
    }
}
