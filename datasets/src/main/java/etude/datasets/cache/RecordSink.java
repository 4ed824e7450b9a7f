package etude.datasets.cache;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;

/** Takes the bytes of a cache file's records, in order, as they are decoded. */
public final class RecordSink {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private final CRC32C checksum = new CRC32C();
    private long written;

    RecordSink(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Appends bytes; records may be written whole, in parts or several at once.
     *
     * @throws EtudeException when the disk is full or cannot be written
     */
    public void write(byte[] bytes, int offset, int length) {
        checksum.update(bytes, offset, length);
        written += length;
        int done = 0;
        while (done < length) {
            int now = Math.min(length - done, buffer.remaining());
            buffer.put(bytes, offset + done, now);
            done += now;
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    void flush() {
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw PackedCache.notWritable(path, e);
        }
        buffer.clear();
    }

    /**
     * Bytes that this user may still write to the disk of the cache.
     *
     * @throws EtudeException when the disk does not say
     */
    public long room() {
        try {
            return Files.getFileStore(folder()).getUsableSpace();
        } catch (IOException e) {
            throw PackedCache.notWritable(path, e);
        }
    }

    /** The folder that the cache file will stand in. */
    public Path folder() {
        return Objects.requireNonNull(path.getParent(), "a cache file stands in a folder");
    }

    int checksum() {
        return (int) checksum.getValue();
    }

    /** Bytes of records so far. */
    public long written() {
        return written;
    }
}
