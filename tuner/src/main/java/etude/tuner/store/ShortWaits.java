package etude.tuner.store;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.sqlite.BusyHandler;

/**
 * Waits for the lock of a SQLite file in naps of about a commit's time. SQLite's own handler sleeps
 * up to 100 ms, so that with several writers the lock is free, and everyone asleep, most of the
 * time.
 */
final class ShortWaits extends BusyHandler {
    private static final long SHORTEST_NANOSECONDS = 200_000;
    private static final long LONGEST_NANOSECONDS = 3_000_000;

    private final long limitNanoseconds;
    private long deadline;

    ShortWaits(long limitNanoseconds) {
        this.limitNanoseconds = limitNanoseconds;
    }

    /** Called with 0, 1, 2 ... while the lock is taken; 0 as the answer gives up. */
    @Override
    protected int callback(int calls) {
        long now = System.nanoTime();
        if (calls == 0) {
            deadline = now + limitNanoseconds;
        }
        if (now - deadline >= 0) {
            return 0;
        }
        long longest = Math.min(LONGEST_NANOSECONDS, SHORTEST_NANOSECONDS * (calls + 2));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(SHORTEST_NANOSECONDS, longest));
        return 1;
    }
}
