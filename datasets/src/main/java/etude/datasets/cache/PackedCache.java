package etude.datasets.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import etude.datasets.CorruptFileException;
import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Examples kept on disk, decoded or as they came, so that slow sources are read once. A file is
 * written under a temporary name, synced and renamed, so a reader sees a whole file or none;
 * processes that want the same file at once wait for the one that writes it. A damaged file is
 * reported and written anew; files of an earlier state of the same source are removed. Empty {@code
 * .lock} files stay: removing one while another process waits for it would let two processes write.
 */
public final class PackedCache {
    /** Writes all records in order and says what they are. */
    @FunctionalInterface
    public interface Filler {
        Packing fill(RecordSink sink);
    }

    /** The length of one record, and a record class that Jackson can write and read. */
    public record Packing(int recordBytes, Object metadata) {}

    private final Path directory;
    private final Consumer<String> notes;

    /** Notes are sentences for the user. */
    public PackedCache(Path directory, Consumer<String> notes) {
        this.directory = directory;
        this.notes = notes;
    }

    /**
     * The sound cache file of this key, filled now if there is none.
     *
     * @throws EtudeException when the cache folder cannot be written or the disk is full; no
     *     partial file stays behind
     */
    public PackedFile open(CacheKey key, Filler filler) {
        Path file = directory.resolve(key.fileName());
        try {
            Optional<PackedFile> ready = openIfSound(file, damage -> {});
            return ready.isPresent() ? ready.get() : openLocked(key, file, filler);
        } catch (IOException e) {
            throw notWritable(file, e);
        }
    }

    /**
     * The cache file of this key as some process filled it earlier, its records not read to verify
     * them; empty where there is none.
     *
     * @throws EtudeException when it is damaged or cannot be read
     */
    public Optional<PackedFile> reopen(CacheKey key) {
        Path file = directory.resolve(key.fileName());
        try {
            return Files.exists(file) ? Optional.of(PackedFile.openUnread(file)) : Optional.empty();
        } catch (IOException e) {
            throw new EtudeException("cannot read %s (%s)".formatted(file, Reason.of(file, e)), e);
        }
    }

    private PackedFile openLocked(CacheKey key, Path file, Filler filler) throws IOException {
        Files.createDirectories(directory);
        CacheLock lock = CacheLock.acquire(directory.resolve(key.stem() + ".lock"), notes);
        try {
            // Another process may have written it while this one waited.
            Optional<PackedFile> ready = openIfSound(file, notes);
            if (ready.isPresent()) {
                return ready.get();
            }
            notes.accept("Preparing %s once, into %s.".formatted(key.source(), file));
            write(directory.resolve(key.stem() + ".tmp"), file, filler);
            removeEarlierStates(key, file);
            return PackedFile.open(file);
        } finally {
            lock.close();
        }
    }

    private static Optional<PackedFile> openIfSound(Path file, Consumer<String> notes)
            throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PackedFile.open(file));
        } catch (CorruptFileException e) {
            notes.accept("The cache is damaged and will be made anew: " + e.getMessage() + ".");
            return Optional.empty();
        }
    }

    private static void write(Path temporary, Path file, Filler filler) throws IOException {
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                channel.position(PackedHeader.BYTES);
                RecordSink sink = new RecordSink(file, channel);
                finish(channel, sink, filler.fill(sink));
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void finish(FileChannel channel, RecordSink sink, Packing packing)
            throws IOException {
        long bodyBytes = sink.written();
        int bodyChecksum = sink.checksum();
        if (bodyBytes % packing.recordBytes() != 0) {
            throw new IllegalStateException(
                    bodyBytes + " bytes are no whole records of " + packing.recordBytes());
        }
        byte[] metadata = json(packing.metadata()).getBytes(StandardCharsets.UTF_8);
        sink.write(metadata, 0, metadata.length);
        sink.flush();
        PackedHeader header =
                new PackedHeader(
                        packing.recordBytes(),
                        bodyBytes / packing.recordBytes(),
                        metadata.length,
                        bodyChecksum,
                        PackedHeader.crc32c(metadata, metadata.length));
        ByteBuffer bytes = ByteBuffer.wrap(header.encode());
        while (bytes.hasRemaining()) {
            channel.write(bytes, bytes.position());
        }
    }

    private static String json(Object metadata) {
        try {
            return new ObjectMapper().writeValueAsString(metadata);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("metadata that Jackson cannot write", e);
        }
    }

    private void removeEarlierStates(CacheKey key, Path current) throws IOException {
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(directory, key.stem() + "-*.pack")) {
            for (Path file : files) {
                if (!file.equals(current)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    static EtudeException notWritable(Path file, IOException cause) {
        return new EtudeException(
                "Cannot write the cache file %s: %s; free some space, or set ETUDE_CACHE to another folder."
                        .formatted(file, Reason.of(file, cause)),
                cause);
    }
}
