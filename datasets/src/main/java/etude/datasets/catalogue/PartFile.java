package etude.datasets.catalogue;

import etude.datasets.EtudeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What has arrived of a file so far: {@code NAME.part}, and in {@code NAME.part.etag} which version
 * of the file that is. Locked against a second process while open.
 */
final class PartFile implements AutoCloseable {
    private final CatalogueFile file;
    private final Path path;
    private final Path tagPath;
    private final FileChannel channel;

    PartFile(CatalogueFile file, Path directory) throws IOException {
        this.file = file;
        path = directory.resolve(file.name() + ".part");
        tagPath = directory.resolve(file.name() + ".part.etag");
        channel =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (!lock(channel)) {
            channel.close();
            throw new EtudeException(
                    path + " is being written by another process: wait until it is done");
        }
    }

    /** Closing the channel unlocks it. */
    private static boolean lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException exception) { // held by this process
            return false;
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    /** The version that the bytes so far belong to, if the server named one. */
    Optional<String> tag() throws IOException {
        return Files.exists(tagPath) ? Optional.of(Files.readString(tagPath)) : Optional.empty();
    }

    /** Forgets what has arrived; what follows belongs to the given version. */
    void restart(Optional<String> tag) throws IOException {
        channel.truncate(0);
        Files.deleteIfExists(tagPath);
        if (tag.isPresent()) {
            Files.writeString(tagPath, tag.get());
        }
    }

    /**
     * Appends until the stream ends.
     *
     * @throws IOException when the connection is cut; what came before it is kept
     * @throws EtudeException when more arrives than the file has
     */
    void append(InputStream stream, Fetcher.Progress progress) throws IOException {
        byte[] buffer = new byte[1 << 16];
        channel.position(channel.size());
        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (channel.size() > file.bytes()) {
                restart(Optional.empty());
                throw new EtudeException(
                        "%s: expected %d bytes, found more; the file there has changed"
                                .formatted(file.url(), file.bytes()));
            }
            progress.report(channel.size(), file.bytes());
        }
    }

    /**
     * Checks the whole file, makes it durable and gives it its name.
     *
     * @throws EtudeException when the content is wrong; it is deleted
     */
    void finish(Path target) throws IOException {
        String found = sha256(path);
        if (!found.equals(file.sha256())) {
            channel.close();
            deleteAll();
            throw new EtudeException(
                    "%s: expected SHA-256 %s, found %s; what was downloaded is deleted: try again, and if it stays so the file there has changed"
                            .formatted(file.url(), file.sha256(), found));
        }
        channel.force(true);
        channel.close();
        Files.move(
                path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(tagPath);
    }

    private void deleteAll() throws IOException {
        Files.deleteIfExists(path);
        Files.deleteIfExists(tagPath);
    }

    static String sha256(Path path) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("every Java platform has SHA-256", exception);
        }
        byte[] buffer = new byte[1 << 16];
        try (InputStream stream = Files.newInputStream(path)) {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
