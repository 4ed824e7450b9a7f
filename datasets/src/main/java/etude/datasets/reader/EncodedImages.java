package etude.datasets.reader;

import etude.datasets.cache.FixedRecords;
import etude.datasets.image.Picture;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Image files, one after the other, decoded whenever they are read. Each was decoded once when it
 * was packed: bad ones were found then, and a hash of the pixels stands before its bytes. What is
 * kept does not depend on the size of an example, so another size packs nothing anew.
 *
 * @param base the folder of the names, for messages
 * @param bytes records of one byte
 * @param starts where each image's hash begins, and where the last image ends
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record EncodedImages(
        ImageForm form, Path base, List<String> names, FixedRecords bytes, long[] starts)
        implements StoredImages {
    /**
     * The cache file's metadata.
     *
     * @param lengths of the image files in bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Index(ImagePacker.Metadata images, int[] lengths) {}

    static EncodedImages of(ImageForm form, Path base, Index index, FixedRecords bytes) {
        long[] starts = new long[index.lengths().length + 1];
        for (int i = 0; i < index.lengths().length; i++) {
            starts[i + 1] = starts[i] + Long.BYTES + index.lengths()[i];
        }
        return new EncodedImages(form, base, index.images().names(), bytes, starts);
    }

    /** A record as it is written. */
    static List<byte[]> record(byte[] file, Pixels pixels) {
        return List.of(ByteBuffer.allocate(Long.BYTES).putLong(pixels.hash()).array(), file);
    }

    @Override
    public void read(int record, byte[] into, int offset) {
        System.arraycopy(form.example(decoded(record)), 0, into, offset, form.elements());
    }

    @Override
    public Optional<Picture> whole(int record) {
        return form.hasWhole() ? Optional.of(form.whole(decoded(record))) : Optional.empty();
    }

    @Override
    public OptionalLong hash(int record) {
        byte[] hash = new byte[Long.BYTES];
        bytes.read(starts[record], hash.length, hash, 0);
        return OptionalLong.of(ByteBuffer.wrap(hash).getLong());
    }

    private Pixels decoded(int record) {
        long start = starts[record] + Long.BYTES;
        byte[] file = new byte[(int) (starts[record + 1] - start)];
        bytes.read(start, file.length, file, 0);
        return ImageDecoder.decode(base.resolve(names.get(record)), file, (path, size) -> {});
    }
}
