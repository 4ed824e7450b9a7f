package etude.datasets.cache;

import etude.datasets.CorruptFileException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The first bytes of a cache file. The file is this header, then the records, then the metadata as
 * JSON; all numbers are little-endian, all checksums CRC-32C.
 */
record PackedHeader(
        int recordBytes, long count, int metadataBytes, int bodyChecksum, int metadataChecksum) {
    static final int BYTES = 64;
    static final int VERSION = 1;

    private static final byte[] MAGIC = "ETUDPACK".getBytes(StandardCharsets.US_ASCII);
    private static final int CHECKSUM_AT = BYTES - Integer.BYTES;

    long fileBytes() {
        return BYTES + count * recordBytes + metadataBytes;
    }

    byte[] encode() {
        ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put(MAGIC).putInt(VERSION).putInt(recordBytes).putLong(count);
        buffer.putInt(metadataBytes).putInt(bodyChecksum).putInt(metadataChecksum);
        buffer.putInt(CHECKSUM_AT, crc32c(buffer.array(), CHECKSUM_AT));
        return buffer.array();
    }

    static PackedHeader decode(Path path, byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        if (bytes.length != BYTES) {
            throw new CorruptFileException(
                    path, "a header of " + BYTES + " bytes", bytes.length + " bytes");
        }
        buffer.get(magic);
        int version = buffer.getInt();
        if (!Arrays.equals(magic, MAGIC) || version != VERSION) {
            throw new CorruptFileException(
                    path, "an Etude cache file of version " + VERSION, "another beginning");
        }
        if (buffer.getInt(CHECKSUM_AT) != crc32c(bytes, CHECKSUM_AT)) {
            throw new CorruptFileException(path, "a sound header", "a wrong header checksum");
        }
        return new PackedHeader(
                buffer.getInt(),
                buffer.getLong(),
                buffer.getInt(),
                buffer.getInt(),
                buffer.getInt());
    }

    static int crc32c(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
