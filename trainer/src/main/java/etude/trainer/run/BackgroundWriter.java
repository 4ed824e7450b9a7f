package etude.trainer.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Writes files while training goes on: one at a time, in order. What goes wrong is thrown at the
 * next call, on the caller's thread.
 */
final class BackgroundWriter implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    task -> {
                        Thread writer = new Thread(task, "writer");
                        writer.setDaemon(true);
                        return writer;
                    });

    private final Deque<Write> outstanding = new ArrayDeque<>();

    /** One that was begun; who holds it can wait for it. */
    record Write(Future<?> end) {}

    /** Starts a write once those before have ended. */
    Write write(Runnable task) {
        check();
        Write write = new Write(thread.submit(task));
        outstanding.add(write);
        return write;
    }

    /** Throws what went wrong in writes that have ended. */
    void check() {
        while (!outstanding.isEmpty() && outstanding.element().end.isDone()) {
            result(outstanding.remove());
        }
    }

    /** Waits for one write and those before it. */
    void await(Write write) {
        while (!write.end.isDone()) {
            result(outstanding.remove());
        }
        check();
    }

    private void await() {
        while (!outstanding.isEmpty()) {
            result(outstanding.remove());
        }
    }

    /** A signal must not leave half a checkpoint behind, so interruption waits for the end. */
    private static void result(Write write) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    write.end.get();
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
