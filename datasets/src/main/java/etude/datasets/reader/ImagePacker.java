package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.RecordSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decodes all images of a source, in parallel, and writes their pixels in the source's order. */
final class ImagePacker {
    /** Images decoded at once: enough for all cores, little enough for memory. */
    private static final int CHUNK = 64;

    /** Images looked at after a bad one, so that others like it are named with it. */
    private static final int MOST_AFTER_A_BAD_ONE = 1000;

    private final ImageFolderRequest request;
    private final RecordSink sink;
    private final List<String> names = new ArrayList<>();
    private final List<ImageSource.Encoded> chunk = new ArrayList<>();
    private final NamedProblems problems = new NamedProblems("files");
    private int afterABadOne;
    private int height;
    private int width;

    private ImagePacker(ImageFolderRequest request, RecordSink sink) {
        this.request = request;
        this.sink = sink;
        height = request.height().orElse(0);
        width = request.width().orElse(0);
    }

    /** The cache file's metadata; record i holds the pixels of names[i]. */
    record Metadata(int height, int width, List<String> names) {}

    static PackedCache.Packing pack(
            ImageFolderRequest request, ImageSource source, RecordSink sink) {
        ImagePacker packer = new ImagePacker(request, sink);
        source.forEach(packer::add);
        packer.flush();
        packer.problems.requireNone();
        return new PackedCache.Packing(
                packer.height * packer.width * Pixels.CHANNELS,
                new Metadata(packer.height, packer.width, packer.names));
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
        List<Decoded> decoded = chunk.parallelStream().map(this::decode).toList();
        for (int i = 0; i < decoded.size(); i++) {
            decoded.get(i).problem().ifPresent(problems::add);
            if (problems.none()) {
                byte[] rgb = decoded.get(i).pixels().orElseThrow().rgb();
                names.add(chunk.get(i).name());
                sink.write(rgb, 0, rgb.length);
            }
        }
        afterABadOne += problems.none() ? 0 : chunk.size();
        chunk.clear();
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

    /** An image, or what is wrong with it. */
    private record Decoded(Optional<Pixels> pixels, Optional<CorruptFileException> problem) {}

    private Decoded decode(ImageSource.Encoded image) {
        try {
            Pixels pixels = ImageDecoder.decode(path(image), image.bytes(), this::requireSize);
            return new Decoded(Optional.of(pixels.resizedTo(height, width)), Optional.empty());
        } catch (CorruptFileException e) {
            return new Decoded(Optional.empty(), Optional.of(e));
        }
    }

    private Path path(ImageSource.Encoded image) {
        return request.base().resolve(image.name());
    }

    private void requireSize(Path path, ImageDecoder.Size size) {
        if (!request.resize() && (size.height() != height || size.width() != width)) {
            throw new CorruptFileException(
                    path,
                    "%d x %d pixels (height x width), or height, width and resize: true"
                            .formatted(height, width),
                    size.toString());
        }
    }
}
