package etude.tuner.store;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The turn to write one SQLite file, as a lock on a file beside it. SQLite itself has its writers
 * try again and again; the operating system wakes the next one as soon as a turn ends, which gives
 * eight processes more than twice as many commits (docs/benchmarks.md).
 *
 * <p>It only saves time: whoever cannot get a turn writes without one, and SQLite's own lock keeps
 * the file whole.
 */
final class WriteTurn implements Dialect.Turn {
    private final AsynchronousFileChannel channel;

    private WriteTurn(AsynchronousFileChannel channel) {
        this.channel = channel;
    }

    /**
     * Waits for the turn.
     *
     * @param limit after which a process that was stopped in its turn no longer holds up others
     */
    static Dialect.Turn take(Path file, Duration limit) {
        try {
            AsynchronousFileChannel channel =
                    AsynchronousFileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            WriteTurn turn = new WriteTurn(channel);
            if (!turn.begins(limit)) {
                turn.close();
            }
            return turn;
        } catch (IOException e) {
            return Dialect.Turn.NONE; // SQLite will say what is wrong with the folder
        }
    }

    private boolean begins(Duration limit) throws IOException {
        try {
            if (channel.tryLock() == null) {
                channel.lock().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (OverlappingFileLockException | ExecutionException | TimeoutException e) {
            return false; // another store of this process has it, or nobody can lock here
        }
    }

    /** Ends the turn, of which the lock is part. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing was written through it, and the operating system takes the lock back.
        }
    }
}
