package etude.tuner.process;

import java.io.IOException;
import java.io.InputStream;

/**
 * Tells a child process that its parent is gone, however it went: the parent holds the other end of
 * a pipe and never writes to it, so that the end of the stream means that there is no parent.
 */
public final class Lifeline {
    private Lifeline() {}

    /**
     * Watches a stream from a thread of its own.
     *
     * @param pipe from the parent
     * @param gone called from that thread when there is no parent any more
     */
    public static void watch(InputStream pipe, Runnable gone) {
        Thread watcher =
                new Thread(
                        () -> {
                            waitForEnd(pipe);
                            gone.run();
                        },
                        "lifeline");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void waitForEnd(InputStream pipe) {
        try {
            int next = pipe.read();
            while (next >= 0) {
                next = pipe.read();
            }
        } catch (IOException e) {
            return; // a broken pipe is an end too
        }
    }
}
