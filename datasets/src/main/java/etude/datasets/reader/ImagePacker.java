package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Features;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.RecordSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Decodes all images of a source, in parallel, and writes their pixels, or the files themselves, in
 * the source's order.
 */
final class ImagePacker {
    /** Images decoded at once: enough for all cores, little enough for memory. */
    private static final int CHUNK = 64;

    /**
     * After so many images it is clear whether the files are bad, which are all looked for then, or
     * the folder or a setting is wrong; and a user who waits for the others is told of the first.
     */
    private static final int ENOUGH_TO_JUDGE = 1000;

    private static final String LEAVE_OUT =
            "\nMend or remove them, or set dataset.on_error: skip, which leaves them out as long as they are at most the share dataset.max_skipped of all images.";

    private static final double GIGABYTE = 1e9;

    private final ImageFolderRequest request;
    private final RecordSink sink;
    private final ProblemList list;
    private final Consumer<String> notes;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> fileLengths = new ArrayList<>();
    private final List<ImageSource.Encoded> chunk = new ArrayList<>();
    private final NamedProblems problems;
    private final List<String> skipped = new ArrayList<>();
    private final Set<String> classesOfSkipped = new TreeSet<>();
    private OptionalLong count = OptionalLong.empty();
    private long seen;
    private boolean told;
    private int height;
    private int width;

    /**
     * @param list gets what is wrong with the files that no message has room for
     * @param notes hears that there is a bad file when it takes long to find the others
     */
    ImagePacker(
            ImageFolderRequest request, RecordSink sink, ProblemList list, Consumer<String> notes) {
        this.request = request;
        this.sink = sink;
        this.list = list;
        this.notes = notes;
        problems = new NamedProblems("files", list);
        height = request.height().orElse(0);
        width = request.width().orElse(0);
    }

    /**
     * What is known of the images; record i is of names[i].
     *
     * @param trainingSize edge of the square that each record holds besides; 0 for none
     * @param skipped why images were left out
     */
    record Metadata(
            int height, int width, int trainingSize, List<String> names, List<String> skipped) {}

    /** Packs all of them, once. */
    PackedCache.Packing pack(ImageSource source) {
        count = source.count();
        source.forEach(this::add);
        flush();
        problems.requireNone(problems.count() > 1 ? LEAVE_OUT : "");
        requireEnough();
        return packing();
    }

    private PackedCache.Packing packing() {
        int trainingSize = request.trainingSize().orElse(0);
        Metadata metadata = new Metadata(height, width, trainingSize, names, skipped);
        if (!request.encoded()) {
            int recordBytes = Math.toIntExact(DecodedImages.recordBytes(form()));
            return new PackedCache.Packing(recordBytes, metadata);
        }
        int[] lengths = fileLengths.stream().mapToInt(Integer::intValue).toArray();
        return new PackedCache.Packing(1, new EncodedImages.Index(metadata, lengths));
    }

    private ImageForm form() {
        return new ImageForm(
                request.fit(), height, width, request.trainingSize(), request.ownPixels());
    }

    private void requireEnough() {
        new SkippedImages(request.base(), skipped, names.size() + skipped.size(), list)
                .requireAtMost(request.mostSkipped());
        names.forEach(name -> classesOfSkipped.remove(ImageFolderDataset.className(name)));
        if (!classesOfSkipped.isEmpty()) {
            throw new EtudeException(
                    "%s: expected images of each class that can be read, found none of %s; mend them, or remove the folder"
                            .formatted(request.base(), String.join(", ", classesOfSkipped)));
        }
    }

    private void add(ImageSource.Encoded image) {
        chunk.add(image);
        if (chunk.size() == CHUNK) {
            flush();
            if (seen >= ENOUGH_TO_JUDGE && !problems.none()) {
                goOnOnlyIfMostAreGood();
            }
        }
    }

    private void goOnOnlyIfMostAreGood() {
        if (2 * problems.count() > seen) {
            problems.requireNone(
                    "\n  and perhaps more: most were as these, so the other images were not looked at");
        }
        if (!told) {
            notes.accept(
                    String.format(
                            Locale.ROOT,
                            "%s: %,d of the first %,d images cannot be used; the others are looked at before that is an error, so that all bad ones are named together.",
                            request.base(),
                            problems.count(),
                            seen));
            told = true;
        }
    }

    private void flush() {
        chunk.stream().takeWhile(image -> height == 0 || width == 0).forEach(this::takeSize);
        if (!request.encoded()) {
            requireRoom();
        }
        List<Decoded> decoded = chunk.parallelStream().map(this::decode).toList();
        for (int i = 0; i < decoded.size(); i++) {
            Decoded image = decoded.get(i);
            String name = chunk.get(i).name();
            image.problem().ifPresent(problem -> bad(name, problem));
            if (problems.none() && image.problem().isEmpty()) {
                names.add(name);
                fileLengths.add(chunk.get(i).bytes().length);
                image.parts().forEach(part -> sink.write(part, 0, part.length));
            }
        }
        seen += chunk.size();
        chunk.clear();
    }

    /** Says before hours of decoding that the pixels will not fit the disk. */
    private void requireRoom() {
        long images = count.orElse((long) names.size() + chunk.size());
        double needed = (double) images * DecodedImages.recordBytes(form());
        double found = (double) sink.written() + sink.room();
        if (needed > found) {
            throw new EtudeException(
                    String.format(
                            Locale.ROOT,
                            "%s: expected %,.1f GB of free disk in the cache folder %s for the pixels of its %s%,d images, found %,.1f GB; set dataset.decode: training, which keeps the files alone there and decodes them while it trains, or ETUDE_CACHE to a folder with more room",
                            request.base(),
                            needed / GIGABYTE,
                            sink.folder(),
                            count.isPresent() ? "" : "first ",
                            images,
                            found / GIGABYTE));
        }
    }

    private void bad(String name, CorruptFileException problem) {
        if (request.mostSkipped() > 0) {
            skipped.add(problem.getMessage());
            classesOfSkipped.add(ImageFolderDataset.className(name));
        } else {
            problems.add(problem);
        }
    }

    /** All images have the size of the first, where the user names none. */
    private void takeSize(ImageSource.Encoded image) {
        try {
            ImageDecoder.Size size = ImageDecoder.size(path(image), image.bytes());
            height = height == 0 ? size.height() : height;
            width = width == 0 ? size.width() : width;
        } catch (CorruptFileException e) {
            // It is met again, and named, when it is decoded.
        }
    }

    /** The parts of an image's record, or what is wrong with it. */
    private record Decoded(List<byte[]> parts, Optional<CorruptFileException> problem) {}

    private Decoded decode(ImageSource.Encoded image) {
        try {
            Pixels pixels = ImageDecoder.decode(path(image), image.bytes(), this::requireSize);
            List<byte[]> parts =
                    request.encoded()
                            ? EncodedImages.record(image.bytes(), pixels)
                            : DecodedImages.record(form(), pixels);
            return new Decoded(parts, Optional.empty());
        } catch (CorruptFileException e) {
            return new Decoded(List.of(), Optional.of(e));
        }
    }

    private Path path(ImageSource.Encoded image) {
        return request.base().resolve(image.name());
    }

    private void requireSize(Path path, ImageDecoder.Size size) {
        Features.Image shape = new Features.Image(height, width, Pixels.CHANNELS);
        if (!request.fit().takes(size.height(), size.width(), shape)) {
            throw new CorruptFileException(
                    path,
                    "%d x %d pixels (height x width), or height, width and resize: true"
                            .formatted(height, width),
                    size.toString());
        }
    }
}
