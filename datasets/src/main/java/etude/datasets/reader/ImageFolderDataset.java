package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.cache.CacheKey;
import etude.datasets.cache.FixedRecords;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.PackedFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * JPEG and PNG images in one folder per class, decoded once into the cache, always with three
 * channels. Classes are the folders' names in ascending order; examples are ordered by class, then
 * file name, whether they come from a folder or an archive.
 */
public final class ImageFolderDataset implements Dataset {
    private static final String LAYOUT = "1";

    private final Path base;
    private final FixedRecords records;
    private final List<String> names;
    private final int[] recordOfExample;
    private final int[] labels;
    private final ExampleSpec spec;

    private ImageFolderDataset(Path base, FixedRecords records, ImagePacker.Metadata metadata) {
        this.base = base;
        this.records = records;
        names = metadata.names();
        List<String> classes =
                names.stream().map(ImageFolderDataset::className).distinct().sorted().toList();
        recordOfExample =
                IntStream.range(0, names.size())
                        .boxed()
                        .sorted(
                                Comparator.comparing((Integer i) -> className(names.get(i)))
                                        .thenComparing(names::get))
                        .mapToInt(Integer::intValue)
                        .toArray();
        labels =
                Arrays.stream(recordOfExample)
                        .map(i -> Collections.binarySearch(classes, className(names.get(i))))
                        .toArray();
        spec =
                new ExampleSpec(
                        new Features.Image(metadata.height(), metadata.width(), Pixels.CHANNELS),
                        new Target.Classes(classes));
    }

    /**
     * Opens the decoded images, decoding them first where that has not been done yet.
     *
     * @throws EtudeException when an image cannot be decoded or has another size, a class folder
     *     has no image or has other files, or the cache cannot be written
     */
    public static ImageFolderDataset open(
            ImageFolderRequest request, Path cacheDirectory, Consumer<String> notes) {
        if (request.resize() && (request.height().isEmpty() || request.width().isEmpty())) {
            throw new EtudeException(
                    request.root() + ": resize needs both height and width in pixels.");
        }
        ImageSource source = ImageSource.of(request);
        var file =
                new PackedCache(cacheDirectory, notes)
                        .open(
                                key(request, source),
                                sink -> ImagePacker.pack(request, source, sink));
        return of(request, file);
    }

    /**
     * Opens images that were decoded earlier, to look at some of them: the others are not read, and
     * nothing is decoded. Empty where they are not in the cache.
     */
    public static Optional<Dataset> reopen(ImageFolderRequest request, Path cacheDirectory) {
        return new PackedCache(cacheDirectory, note -> {})
                .reopen(key(request, ImageSource.of(request)))
                .map(file -> of(request, file));
    }

    private static ImageFolderDataset of(ImageFolderRequest request, PackedFile file) {
        return new ImageFolderDataset(
                request.base(), file.records(), file.metadata(ImagePacker.Metadata.class));
    }

    private static CacheKey key(ImageFolderRequest request, ImageSource source) {
        String settings =
                "%s %s %s %s %s"
                        .formatted(
                                LAYOUT,
                                request.split().orElse(""),
                                request.height().orElse(0),
                                request.width().orElse(0),
                                request.resize());
        return CacheKey.of("images", request.root(), source.files(), settings);
    }

    /**
     * Whether the folder or archive has a folder of this name at its top. An archive without one is
     * read to its end.
     */
    public static boolean hasSplit(Path root, String split) {
        if (!TarFile.is(root)) {
            return Files.isDirectory(root.resolve(split));
        }
        boolean[] found = {false};
        TarFile.walk(
                root,
                (name, folder, content) -> {
                    found[0] = name.startsWith(split + "/") || (folder && name.equals(split));
                    return !found[0];
                });
        return found[0];
    }

    private static String className(String name) {
        return name.substring(0, name.indexOf('/'));
    }

    @Override
    public ExampleSpec spec() {
        return spec;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public void read(int index, Batch batch, int row) {
        int elements = spec.features().elements();
        records.read(recordOfExample[index], 1, batch.images(), row * elements);
        batch.labels()[row] = labels[index];
    }

    @Override
    public String name(int index) {
        return base.resolve(names.get(recordOfExample[index])).toString();
    }

    @Override
    public void close() {
        // The garbage collector releases the map: see FixedRecords.
    }
}
