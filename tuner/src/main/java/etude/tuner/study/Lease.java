package etude.tuner.study;

import etude.datasets.EtudeException;
import etude.tuner.store.Claim;
import etude.tuner.store.StudyStore;
import etude.tuner.store.TrialLostException;
import java.time.Duration;
import java.util.Optional;

/**
 * Keeps a claim alive from a thread of its own, and tells the training loop before it writes
 * anything when the trial is lost. A process that was suspended notices too: it asks the store
 * again before its next step.
 */
final class Lease implements AutoCloseable {
    private static final int SIGNS_PER_LEASE = 5;

    private final StudyStore store;
    private final Claim claim;
    private final Duration length;
    private final Thread thread;
    private volatile Optional<EtudeException> failure = Optional.empty();
    private volatile long lastSign = System.nanoTime();

    Lease(StudyStore store, Claim claim, Duration length) {
        this.store = store;
        this.claim = claim;
        this.length = length;
        thread = new Thread(this::beat, "heartbeat");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Called between steps.
     *
     * @throws TrialLostException when the trial is another's by now
     * @throws EtudeException when the store could not be reached for so long that it may be
     */
    void require() {
        Optional<EtudeException> failed = failure;
        if (failed.isPresent()) {
            throw failed.get();
        }
        if (System.nanoTime() - lastSign > length.toNanos()) {
            sign();
        }
    }

    private void sign() {
        store.heartbeat(claim);
        lastSign = System.nanoTime();
    }

    private void beat() {
        try {
            while (true) {
                Thread.sleep(length.toMillis() / SIGNS_PER_LEASE);
                sign();
            }
        } catch (EtudeException e) {
            failure = Optional.of(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** Once it is closed, nothing uses the store any more. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
