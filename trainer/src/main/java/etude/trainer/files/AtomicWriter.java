package etude.trainer.files;

import etude.datasets.EtudeException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A text file that is written piece by piece and appears whole, when {@link #publish} is called;
 * closed without that, nothing of it is left.
 */
public final class AtomicWriter implements AutoCloseable {
    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final Writer text;
    private boolean published;

    private AtomicWriter(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
        text = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
    }

    /**
     * Begins a file.
     *
     * @throws EtudeException when it cannot be written there
     */
    public static AtomicWriter to(Path target) {
        Path absolute = target.toAbsolutePath();
        Path temporary =
                absolute.resolveSibling(
                        absolute.getFileName() + ".tmp-" + ProcessHandle.current().pid());
        try {
            return new AtomicWriter(
                    absolute,
                    temporary,
                    FileChannel.open(
                            temporary,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw WriteFailures.explain("file", target, "nothing was written", e);
        }
    }

    /**
     * Adds text.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public void write(String more) {
        try {
            text.write(more);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /**
     * Puts the file in its place, durably.
     *
     * @throws EtudeException when the disk is full or refuses
     */
    public void publish() {
        try {
            text.flush();
            channel.force(true);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            published = true;
            Path directory = target.getParent();
            if (directory != null) {
                AtomicFiles.forceDirectory(directory);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private EtudeException failed(IOException e) {
        return WriteFailures.explain("file", target, "what stood there before is intact", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
            if (!published) {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }
}
