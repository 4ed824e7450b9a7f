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
import etude.datasets.encoding.ImageFit;
import etude.datasets.image.Picture;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * JPEG, PNG and WebP images in one folder per class, decoded once into the cache, always with three
 * channels. Classes are the folders' names in ascending order; examples are ordered by class, then
 * file name, whether they come from a folder or an archive.
 */
public final class ImageFolderDataset implements Dataset {
    private static final String LAYOUT = "2";

    private final Path base;
    private final FixedRecords records;
    private final ImagePacker.Metadata metadata;
    private final List<String> names;
    private final int[] recordOfExample;
    private final int[] labels;
    private final ExampleSpec spec;

    private ImageFolderDataset(Path base, FixedRecords records, ImagePacker.Metadata metadata) {
        this.base = base;
        this.records = records;
        this.metadata = metadata;
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
        boolean sized = request.height().isPresent() && request.width().isPresent();
        if (!sized && !(request.fit() instanceof ImageFit.Exact)) {
            throw new EtudeException(
                    request.root() + ": resize needs both height and width in pixels.");
        }
        ImageSource source = ImageSource.of(request);
        var file =
                new PackedCache(cacheDirectory, notes)
                        .open(
                                key(request, source),
                                sink -> ImagePacker.pack(request, source, sink));
        ImageFolderDataset images = of(request, file);
        images.skipped()
                .ifPresent(
                        skipped -> {
                            skipped.requireAtMost(request.mostSkipped());
                            notes.accept(skipped.sentence());
                        });
        return images;
    }

    private Optional<SkippedImages> skipped() {
        List<String> problems = metadata.skipped();
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new SkippedImages(base, problems, names.size() + problems.size()));
    }

    /**
     * Opens images that were decoded earlier, to look at some of them: the others are not read, and
     * nothing is decoded. Empty where they are not in the cache.
     */
    public static Optional<ImageFolderDataset> reopen(
            ImageFolderRequest request, Path cacheDirectory) {
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
                "%s %s %s %s %s %s %s"
                        .formatted(
                                LAYOUT,
                                request.split().orElse(""),
                                request.height().orElse(0),
                                request.width().orElse(0),
                                request.fit(),
                                request.trainingSize().orElse(0),
                                request.mostSkipped() > 0);
        return CacheKey.of("images", request.root(), source.files(), settings);
    }

    /**
     * Which of these folders a folder or archive has at its top. An archive is read to its end for
     * that, once: the cache knows it then.
     *
     * @return in the order asked for
     */
    public static List<String> splits(Path root, List<String> names, Path cacheDirectory) {
        if (!TarFile.is(root)) {
            return names.stream().filter(name -> Files.isDirectory(root.resolve(name))).toList();
        }
        List<String> found =
                new PackedCache(cacheDirectory, note -> {})
                        .open(
                                CacheKey.of("folders", root, List.of(root), LAYOUT),
                                sink -> {
                                    sink.write(new byte[1], 0, 1);
                                    return new PackedCache.Packing(1, TopFolders.of(root));
                                })
                        .metadata(TopFolders.class)
                        .names();
        return names.stream().filter(found::contains).toList();
    }

    /**
     * The folders at the top of an archive, as a cache file's metadata; its record means nothing.
     */
    record TopFolders(List<String> names) {
        static TopFolders of(Path archive) {
            Set<String> found = new TreeSet<>();
            TarFile.walk(
                    archive,
                    (name, folder, content) -> {
                        int end = name.indexOf('/');
                        if (folder || end > 0) {
                            found.add(end > 0 ? name.substring(0, end) : name);
                        }
                        return true;
                    });
            return new TopFolders(List.copyOf(found));
        }
    }

    static String className(String name) {
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
        readPixels(index, batch, row);
        readTarget(index, batch, row);
    }

    /** Writes the image alone. */
    void readPixels(int index, Batch batch, int row) {
        int elements = metadata.elements();
        records.readPart(recordOfExample[index], 0, batch.images(), row * elements, elements);
    }

    @Override
    public Optional<Picture> picture(int index) {
        int edge = metadata.trainingSize();
        if (edge == 0) {
            return Optional.empty();
        }
        int length = metadata.wholeElements();
        byte[] bytes = new byte[length + 2 * Integer.BYTES];
        records.readPart(recordOfExample[index], metadata.elements(), bytes, 0, bytes.length);
        ByteBuffer size = ByteBuffer.wrap(bytes, length, 2 * Integer.BYTES);
        return Optional.of(
                new Picture(bytes, 0, edge, edge, Pixels.CHANNELS, size.getInt(), size.getInt()));
    }

    @Override
    public void readTarget(int index, Batch batch, int row) {
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
