package etude.trainer.run;

import etude.datasets.EtudeException;
import etude.datasets.Reason;
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

/**
 * Keeps a second process out of a run directory. The operating system drops the lock when its
 * holder dies, however it dies, so a stale file means nothing and is never deleted. The lock is the
 * process's: one process must not acquire it twice.
 */
public final class RunLock implements AutoCloseable {
    private final RunDirectory run;
    private final FileChannel channel;

    private RunLock(RunDirectory run, FileChannel channel) {
        this.run = run;
        this.channel = channel;
    }

    /**
     * Takes the lock, or says who has it.
     *
     * @throws RunInUseException when another process holds it
     * @throws EtudeException when the file system refuses
     */
    public static RunLock acquire(RunDirectory run) {
        Path path = run.lock();
        try {
            FileChannel channel =
                    FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                channel.close();
                throw new RunInUseException(
                        "%s is in use by %s; wait until it ends or choose another run directory"
                                .formatted(run.root(), holder(path)));
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)));
            return new RunLock(run, channel);
        } catch (IOException e) {
            throw WriteFailures.explain("lock", path, "nothing was started", e);
        }
    }

    /**
     * Whether another process holds the lock: changes nothing, and asks for a shared lock, so that
     * a user who may only read can tell.
     */
    public static boolean isHeld(RunDirectory run) {
        try (FileChannel channel = FileChannel.open(run.lock(), StandardOpenOption.READ);
                FileLock free = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true; // this process holds it
        } catch (IOException e) {
            return false; // there is no such file, or nobody may look
        }
    }

    /** The directory that is locked. */
    public RunDirectory run() {
        return run;
    }

    private static String self() {
        return "process %d on %s".formatted(ProcessHandle.current().pid(), HostName.find());
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
                    "cannot release the lock of a run (%s)".formatted(Reason.of(e)), e);
        }
    }
}
