package etude.datasets.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import etude.datasets.CorruptFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A finished cache file. */
public final class PackedFile {
    private final Path path;
    private final FixedRecords records;
    private final String metadata;
    private final int bodyChecksum;

    private PackedFile(Path path, FixedRecords records, String metadata, int bodyChecksum) {
        this.path = path;
        this.records = records;
        this.metadata = metadata;
        this.bodyChecksum = bodyChecksum;
    }

    public FixedRecords records() {
        return records;
    }

    /** What the filler said about the records. */
    public <T> T metadata(Class<T> type) {
        try {
            return new ObjectMapper().readValue(metadata, type);
        } catch (JsonProcessingException e) {
            throw new CorruptFileException(path, "metadata of a " + type.getSimpleName(), metadata);
        }
    }

    /** Reads every byte once, at memory speed when the file is in the page cache. */
    static PackedFile open(Path path) throws IOException {
        PackedFile file = openUnread(path);
        if (file.records.checksum() != file.bodyChecksum) {
            throw damaged(path);
        }
        return file;
    }

    /** Reads the header and what stands behind the records, but not these. */
    static PackedFile openUnread(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            PackedHeader header = PackedHeader.decode(path, read(channel, 0, PackedHeader.BYTES));
            if (channel.size() != header.fileBytes()) {
                throw new CorruptFileException(
                        path, header.fileBytes() + " bytes", channel.size() + " bytes");
            }
            byte[] metadata =
                    read(
                            channel,
                            header.fileBytes() - header.metadataBytes(),
                            header.metadataBytes());
            FixedRecords records =
                    FixedRecords.map(
                            path, PackedHeader.BYTES, header.recordBytes(), header.count());
            if (PackedHeader.crc32c(metadata, metadata.length) != header.metadataChecksum()) {
                throw damaged(path);
            }
            return new PackedFile(
                    path,
                    records,
                    new String(metadata, StandardCharsets.UTF_8),
                    header.bodyChecksum());
        }
    }

    private static CorruptFileException damaged(Path path) {
        return new CorruptFileException(
                path, "the checksum in its header", "other bytes: the file is damaged");
    }

    private static byte[] read(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(length, channel.size() - position));
        while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
            // A read may be short; the loop ends at the wished length or at the end of the file.
        }
        return buffer.array();
    }
}
