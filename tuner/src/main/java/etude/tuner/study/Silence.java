package etude.tuner.study;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How long processes have been silent, by this process's own monotonic clock: after a machine was
 * suspended, everybody looks silent by the store's clock until they have had time to speak.
 */
final class Silence {
    private final Duration longest;

    /** When each process that had a trial was last known to be lively, as nanoseconds. */
    private final Map<String, Long> lastSign = new HashMap<>();

    Silence(Duration longest) {
        this.longest = longest;
    }

    /** Whether the process ever had a trial. */
    boolean knows(String worker) {
        return lastSign.containsKey(worker);
    }

    /** Takes note of whether a process is lively now, and answers whether it hangs. */
    boolean isTooLong(String worker, boolean lively) {
        long now = System.nanoTime();
        if (lively) {
            lastSign.put(worker, now);
        }
        return knows(worker) && now - lastSign.getOrDefault(worker, now) > 2 * longest.toNanos();
    }
}
