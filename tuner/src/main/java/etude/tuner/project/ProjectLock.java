package etude.tuner.project;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
import etude.trainer.config.ConfigException;
import etude.trainer.files.WriteFailures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * One works on a project at a time: two would carry out the same step twice, and one would lose
 * what the other writes into the journal. The system drops the lock when its holder dies.
 */
public final class ProjectLock implements AutoCloseable {
    private final FileChannel channel;

    private ProjectLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @throws ConfigException when somebody else works on the project
     */
    static ProjectLock acquire(Path root) {
        Path path = root.resolve(".lock");
        try {
            FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel).isEmpty()) {
                channel.close();
                throw new ConfigException(
                        List.of(
                                "%s: %s works on this project; wait until it ends, or stop it"
                                        .formatted(root, holder(path))));
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(
                            ("process " + ProcessHandle.current().pid())
                                    .getBytes(StandardCharsets.UTF_8)));
            return new ProjectLock(channel);
        } catch (IOException e) {
            throw WriteFailures.explain("lock", path, "nothing was started", e);
        }
    }

    private static Optional<FileLock> lock(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty(); // held by this very process
        }
    }

    private static String holder(Path path) {
        try {
            String holder = Files.readString(path).strip();
            return holder.isEmpty() ? "another process" : holder;
        } catch (IOException e) {
            return "another process"; // some systems forbid reading a locked file
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new EtudeException(
                    "cannot release the lock of a project (%s)".formatted(Reason.of(e)), e);
        }
    }
}
