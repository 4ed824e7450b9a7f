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

/**
 * Decodes all images of a source, in parallel, and writes their pixels, or the files themselves, in
 * the source's order.
 */
final class ImagePacker {
    /** Images decoded at once: enough for all cores, little enough for memory. */
    private static final int CHUNK = 64;

    /** Images looked at after a bad one, so that others like it are named with it. */
    private static final int MOST_AFTER_A_BAD_ONE = 1000;

    private static final double GIGABYTE = 1e9;

    private final ImageFolderRequest request;
    private final OptionalLong count;
    private final RecordSink sink;
    private final List<String> names = new ArrayList<>();
    private final List<Integer> fileLengths = new ArrayList<>();
    private final List<ImageSource.Encoded> chunk = new ArrayList<>();
    private final NamedProblems problems = new NamedProblems("files");
    private final List<String> skipped = new ArrayList<>();
    private final Set<String> classesOfSkipped = new TreeSet<>();
    private int afterABadOne;
    private int height;
    private int width;

    private ImagePacker(ImageFolderRequest request, OptionalLong count, RecordSink sink) {
        this.request = request;
        this.count = count;
        this.sink = sink;
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

    static PackedCache.Packing pack(
            ImageFolderRequest request, ImageSource source, RecordSink sink) {
        ImagePacker packer = new ImagePacker(request, source.count(), sink);
        source.forEach(packer::add);
        packer.flush();
        packer.problems.requireNone();
        packer.requireEnough();
        return packer.packing();
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
        return new ImageForm(request.fit(), height, width, request.trainingSize());
    }

    private void requireEnough() {
        new SkippedImages(request.base(), skipped, names.size() + skipped.size())
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
            if (problems.enough() || afterABadOne > MOST_AFTER_A_BAD_ONE) {
                problems.requireNone("\n  and perhaps more: the other images were not looked at");
            }
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
        afterABadOne += problems.none() ? 0 : chunk.size();
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
