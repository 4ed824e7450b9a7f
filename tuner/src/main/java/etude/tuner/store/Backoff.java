package etude.tuner.store;

import etude.datasets.EtudeException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Longer and longer pauses between attempts, up to a limit in total. */
final class Backoff {
    private static final long FIRST_MILLISECONDS = 50;
    private static final long LONGEST_MILLISECONDS = 2_000;

    private final long deadline;
    private long milliseconds = FIRST_MILLISECONDS;

    Backoff(Duration limit) {
        deadline = System.nanoTime() + limit.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - deadline >= 0;
    }

    /** Sleeps for a random part of a pause, so that many workers do not come back at once. */
    void pause() {
        long half = milliseconds / 2;
        milliseconds = Math.min(2 * milliseconds, LONGEST_MILLISECONDS);
        try {
            Thread.sleep(half + ThreadLocalRandom.current().nextLong(half));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EtudeException("interrupted while waiting for the study store", e);
        }
    }
}
