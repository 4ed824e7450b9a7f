package etude.trainer.files;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Replaces files such that a reader, or a restart after a power cut, sees the old or the new
 * content and nothing between. The order is: write a temporary file beside the target, fsync it,
 * rename it, fsync the directory.
 */
public final class AtomicFiles {
    private AtomicFiles() {}

    /**
     * Replaces {@code target}.
     *
     * @throws EtudeException when the disk is full or refuses; the old content is then intact
     */
    public static void write(Path target, byte[] content) {
        try {
            replace(target, content);
        } catch (IOException e) {
            throw WriteFailures.explain("file", target, "its earlier content is intact", e);
        }
    }

    /** {@link #write} for callers that explain failures themselves. */
    public static void replace(Path target, byte[] content) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path temporary =
                absolute.resolveSibling(
                        absolute.getFileName() + ".tmp-" + ProcessHandle.current().pid());
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Path directory = absolute.getParent();
        if (directory != null) {
            forceDirectory(directory);
        }
    }

    /**
     * Makes the names in a directory durable. Windows cannot open directories and needs no fsync.
     */
    public static void forceDirectory(Path directory) throws IOException {
        if (System.getProperty("os.name", "").startsWith("Windows")) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Deletes a file; does nothing where there is none.
     *
     * @throws EtudeException when the disk refuses
     */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot delete %s (%s)".formatted(file, Reason.of(file, e)), e);
        }
    }

    /** Deletes a directory and all below it; does nothing where there is none. */
    public static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path directory, @Nullable IOException failure) throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.delete(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
