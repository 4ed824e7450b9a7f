package etude.datasets.reader;

import etude.datasets.Batch;
import etude.datasets.Dataset;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import etude.datasets.Features;
import etude.datasets.Target;
import etude.datasets.cache.CacheKey;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.PackedFile;
import etude.datasets.encoding.ImageFit;
import etude.datasets.image.Picture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * JPEG, PNG and WebP images in one folder per class, kept in the cache as pixels or as files,
 * always with three channels. Classes are the folders' names in ascending order; examples are
 * ordered by class, then file name, whether they come from a folder or an archive.
 */
public final class ImageFolderDataset implements Dataset {
    private static final String LAYOUT = "2";

    private final Path base;
    private final StoredImages images;
    private final int elements;
    private final List<String> names;
    private final List<String> problems;
    private final int[] recordOfExample;
    private final int[] labels;
    private final ExampleSpec spec;

    private ImageFolderDataset(
            Path base, ImagePacker.Metadata metadata, ImageForm form, StoredImages images) {
        this.base = base;
        this.images = images;
        elements = form.elements();
        names = metadata.names();
        problems = metadata.skipped();
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
                        new Features.Image(form.height(), form.width(), Pixels.CHANNELS),
                        new Target.Classes(classes));
    }

    /**
     * Opens the images, decoding them first where that has not been done yet: those that are
     * decoded whenever they are read, to find bad ones.
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
        ProblemList list = ProblemList.of(request, cacheDirectory);
        ImageSource source = ImageSource.of(request, list);
        var file =
                new PackedCache(cacheDirectory, notes)
                        .open(
                                key(request, source),
                                sink -> new ImagePacker(request, sink, list, notes).pack(source));
        ImageFolderDataset images = of(request, file);
        if (images.problems.isEmpty()) {
            list.remove();
        } else {
            SkippedImages skipped = images.skipped(list);
            skipped.requireAtMost(request.mostSkipped());
            notes.accept(skipped.sentence());
        }
        return images;
    }

    private SkippedImages skipped(ProblemList list) {
        return new SkippedImages(base, problems, names.size() + problems.size(), list);
    }

    /**
     * Opens images that were prepared earlier, to look at some of them: the others are not read.
     * Empty where they are not in the cache.
     */
    public static Optional<ImageFolderDataset> reopen(
            ImageFolderRequest request, Path cacheDirectory) {
        ImageSource source = ImageSource.of(request, ProblemList.of(request, cacheDirectory));
        return new PackedCache(cacheDirectory, note -> {})
                .reopen(key(request, source))
                .map(file -> of(request, file));
    }

    private static ImageFolderDataset of(ImageFolderRequest request, PackedFile file) {
        Path base = request.base();
        if (!request.encoded()) {
            ImagePacker.Metadata metadata = file.metadata(ImagePacker.Metadata.class);
            ImageForm form = form(request, metadata);
            return new ImageFolderDataset(
                    base, metadata, form, new DecodedImages(form, file.records()));
        }
        EncodedImages.Index index = file.metadata(EncodedImages.Index.class);
        ImageForm form = form(request, index.images());
        return new ImageFolderDataset(
                base, index.images(), form, EncodedImages.of(form, base, index, file.records()));
    }

    private static ImageForm form(ImageFolderRequest request, ImagePacker.Metadata metadata) {
        return new ImageForm(
                request.fit(),
                request.height().orElse(metadata.height()),
                request.width().orElse(metadata.width()),
                request.trainingSize(),
                request.ownPixels());
    }

    private static CacheKey key(ImageFolderRequest request, ImageSource source) {
        return request.encoded() ? keyOfFiles(request, source) : keyOfPixels(request, source);
    }

    /** Files of any size are kept alike, unless they must have one. */
    private static CacheKey keyOfFiles(ImageFolderRequest request, ImageSource source) {
        String size =
                request.fit() instanceof ImageFit.Exact
                        ? request.height().orElse(0) + " " + request.width().orElse(0)
                        : "any";
        String settings =
                "%s %s %s %s"
                        .formatted(
                                LAYOUT,
                                request.split().orElse(""),
                                size,
                                request.mostSkipped() > 0);
        return CacheKey.of("encoded-images", request.root(), source.files(), settings);
    }

    private static CacheKey keyOfPixels(ImageFolderRequest request, ImageSource source) {
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
        images.read(recordOfExample[index], batch.images(), row * elements);
    }

    @Override
    public Optional<Picture> picture(int index) {
        return images.whole(recordOfExample[index]);
    }

    @Override
    public long featureHash(int index, Batch room) {
        OptionalLong kept = pictureHash(index);
        if (kept.isEmpty()) {
            return Dataset.super.featureHash(index, room);
        }
        readTarget(index, room, 0);
        return kept.getAsLong();
    }

    /** Kept where reading the image would decode it. */
    OptionalLong pictureHash(int index) {
        return images.hash(recordOfExample[index]);
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
