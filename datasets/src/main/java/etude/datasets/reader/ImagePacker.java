package etude.datasets.reader;

import etude.datasets.CorruptFileException;
import etude.datasets.cache.PackedCache;
import etude.datasets.cache.RecordSink;
import java.util.ArrayList;
import java.util.List;

/** Decodes all images of a source, in parallel, and writes their pixels in the source's order. */
final class ImagePacker {
    /** Images decoded at once: enough for all cores, little enough for memory. */
    private static final int CHUNK = 64;

    private final ImageFolderRequest request;
    private final RecordSink sink;
    private final List<String> names = new ArrayList<>();
    private final List<ImageSource.Encoded> chunk = new ArrayList<>();
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
        return new PackedCache.Packing(
                packer.height * packer.width * Pixels.CHANNELS,
                new Metadata(packer.height, packer.width, packer.names));
    }

    private void add(ImageSource.Encoded image) {
        chunk.add(image);
        if (chunk.size() == CHUNK) {
            flush();
        }
    }

    private void flush() {
        List<Pixels> decoded = chunk.parallelStream().map(this::decode).toList();
        for (int i = 0; i < decoded.size(); i++) {
            String name = chunk.get(i).name();
            requireSize(name, decoded.get(i));
            names.add(name);
            sink.write(decoded.get(i).rgb(), 0, decoded.get(i).rgb().length);
        }
        chunk.clear();
    }

    private Pixels decode(ImageSource.Encoded image) {
        Pixels pixels = ImageDecoder.decode(request.base().resolve(image.name()), image.bytes());
        return request.resize()
                ? pixels.resizedTo(request.height().orElseThrow(), request.width().orElseThrow())
                : pixels;
    }

    private void requireSize(String name, Pixels pixels) {
        height = height == 0 ? pixels.height() : height;
        width = width == 0 ? pixels.width() : width;
        if (pixels.height() != height || pixels.width() != width) {
            throw new CorruptFileException(
                    request.base().resolve(name),
                    "%d x %d pixels (height x width), or height, width and resize: true"
                            .formatted(height, width),
                    "%d x %d".formatted(pixels.height(), pixels.width()));
        }
    }
}
