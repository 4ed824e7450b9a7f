package etude.datasets.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** The right to write one cache file; the operating system frees it when a process dies. */
final class CacheLock {
    private static final long POLL_NANOSECONDS = TimeUnit.MILLISECONDS.toNanos(20);

    private final FileChannel channel;
    private final FileLock lock;

    private CacheLock(FileChannel channel, FileLock lock) {
        this.channel = channel;
        this.lock = lock;
    }

    /** Waits until no other process, and no other thread of this one, holds the lock. */
    static CacheLock acquire(Path path, Consumer<String> notes) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            Optional<FileLock> lock = attempt(channel);
            if (lock.isEmpty()) {
                notes.accept("Waiting for another process that prepares the same data.");
            }
            while (lock.isEmpty()) {
                LockSupport.parkNanos(POLL_NANOSECONDS);
                lock = attempt(channel);
            }
            return new CacheLock(channel, lock.get());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A blocking lock() would fail, not wait, for another thread of the same process. */
    private static Optional<FileLock> attempt(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    void close() throws IOException {
        lock.release();
        channel.close();
    }
}
