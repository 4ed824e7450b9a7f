package etude.datasets.reader;

import etude.datasets.cache.FixedRecords;
import etude.datasets.image.Picture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Images decoded ahead. A record holds the example's bytes and, where whole pictures are kept, the
 * square's bytes and the picture's own height and width.
 */
record DecodedImages(ImageForm form, FixedRecords records) implements StoredImages {
    private static final int SIZE_BYTES = 2 * Integer.BYTES;

    /** A record as it is written. */
    static List<byte[]> record(ImageForm form, Pixels pixels) {
        List<byte[]> parts = new ArrayList<>(List.of(form.example(pixels)));
        form.trainingSize()
                .ifPresent(
                        edge -> {
                            parts.add(ImageForm.whole(pixels, edge).bytes());
                            parts.add(
                                    ByteBuffer.allocate(SIZE_BYTES)
                                            .putInt(pixels.height())
                                            .putInt(pixels.width())
                                            .array());
                        });
        return parts;
    }

    /** The length of a record, which may be more than an array holds. */
    static long recordBytes(ImageForm form) {
        long example = (long) form.height() * form.width() * Pixels.CHANNELS;
        return form.trainingSize().isEmpty()
                ? example
                : example + wholeBytes(form.trainingSize().getAsInt()) + SIZE_BYTES;
    }

    private static long wholeBytes(int edge) {
        return (long) edge * edge * Pixels.CHANNELS;
    }

    @Override
    public void read(int record, byte[] into, int offset) {
        records.readPart(record, 0, into, offset, form.elements());
    }

    @Override
    public Optional<Picture> whole(int record) {
        if (form.trainingSize().isEmpty()) {
            return Optional.empty();
        }
        int edge = form.trainingSize().getAsInt();
        int length = Math.toIntExact(wholeBytes(edge));
        byte[] bytes = new byte[length + SIZE_BYTES];
        records.readPart(record, form.elements(), bytes, 0, bytes.length);
        ByteBuffer size = ByteBuffer.wrap(bytes, length, SIZE_BYTES);
        return Optional.of(
                new Picture(bytes, 0, edge, edge, Pixels.CHANNELS, size.getInt(), size.getInt()));
    }

    @Override
    public OptionalLong hash(int record) {
        return OptionalLong.empty();
    }
}
