package etude.trainer.run;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes checkpoints while training goes on: at most one at a time, in order. What goes wrong is
 * thrown at the next call, on the caller's thread.
 */
final class BackgroundWriter implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread writer = new Thread(task, "checkpoint-writer");
                        writer.setDaemon(true);
                        return writer;
                    });

    private Optional<Future<?>> outstanding = Optional.empty();

    /** Starts a write, after the one before has ended. */
    void write(Runnable task) {
        await();
        outstanding = Optional.of(thread.submit(task));
    }

    /** Throws what went wrong in a write that has ended. */
    void check() {
        if (outstanding.filter(Future::isDone).isPresent()) {
            await();
        }
    }

    /** Waits until nothing is being written. */
    void await() {
        Optional<Future<?>> write = outstanding;
        outstanding = Optional.empty();
        write.ifPresent(BackgroundWriter::result);
    }

    /** A signal must not leave half a checkpoint behind, so interruption waits for the end. */
    private static void result(Future<?> write) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    write.get();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Waits for the last write, and throws what went wrong in it. */
    @Override
    public void close() {
        try {
            await();
        } finally {
            thread.shutdown();
        }
    }
}
