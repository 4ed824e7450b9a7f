package etude.datasets.pipeline;

import etude.datasets.Batch;
import etude.datasets.EtudeException;
import etude.datasets.ExampleSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Fills numbered batches on daemon threads and hands them out in the order of their numbers. The
 * buffers are the bound: a worker starts only when it holds a free one.
 *
 * <p>A worker takes a buffer and the lowest unclaimed number together, under the lock. So the
 * number that the consumer waits for is always being filled by somebody, and nothing can wait in a
 * circle.
 */
final class Prefetcher implements AutoCloseable {
    /** Makes batch {@code number}; called from several threads at once, on different batches. */
    interface Filler {
        void fill(long number, Batch batch);
    }

    /** How the filling of one batch ended. */
    private sealed interface Outcome {
        record Filled(Batch batch) implements Outcome {}

        record Failed(EtudeException failure) implements Outcome {}
    }

    private record Job(long number, Batch batch) {}

    private final Filler filler;
    private final int bufferCount;
    private final long end;
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition consumerMayGo = lock.newCondition();
    private final Condition workerMayGo = lock.newCondition();

    // Everything below is read and written under the lock.
    private final Deque<Batch> free;
    private final List<Batch> lent = new ArrayList<>();
    private final Map<Long, Outcome> outcomes = new HashMap<>();
    private long claimed;
    private long delivered;
    private long claimEnd;
    private long waitedNanoseconds;
    private boolean closed;

    Prefetcher(Filler filler, NumberRange numbers, List<Batch> buffers, int workers) {
        this.filler = filler;
        bufferCount = buffers.size();
        free = new ArrayDeque<>(buffers);
        claimed = numbers.first();
        delivered = numbers.first();
        end = numbers.end();
        claimEnd = end;
        for (int worker = 0; worker < workers; worker++) {
            Thread thread = new Thread(this::work, "etude-data-" + worker);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
    }

    /** New empty batches. */
    static List<Batch> buffers(ExampleSpec spec, int batchSize, int count) {
        return Stream.generate(() -> new Batch(spec, batchSize)).limit(count).toList();
    }

    /** The next batch in order, or empty past the end; a failure comes back at every later call. */
    Optional<Batch> next() {
        long start = System.nanoTime();
        lock.lock();
        try {
            Optional<Batch> batch = delivered < end ? Optional.of(take()) : Optional.empty();
            waitedNanoseconds += System.nanoTime() - start;
            return batch;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new EtudeException("Interrupted while waiting for data", interruption);
        } finally {
            lock.unlock();
        }
    }

    private Batch take() throws InterruptedException {
        while (!closed && !outcomes.containsKey(delivered)) {
            if (lent.size() == bufferCount) {
                throw new IllegalStateException(
                        "all " + bufferCount + " batches are lent out; recycle one before next");
            }
            consumerMayGo.await();
        }
        Outcome outcome = outcomes.get(delivered);
        if (closed || outcome == null) {
            throw new IllegalStateException("closed");
        }
        if (outcome instanceof Outcome.Failed failed) {
            throw failed.failure();
        }
        Batch batch = ((Outcome.Filled) outcome).batch();
        outcomes.remove(delivered);
        delivered++;
        lent.add(batch);
        return batch;
    }

    /** Takes back a batch that {@link #next} gave out. */
    void recycle(Batch batch) {
        lock.lock();
        try {
            if (!lent.remove(batch)) {
                throw new IllegalArgumentException("this batch is not lent out");
            }
            free.push(batch);
            workerMayGo.signal();
        } finally {
            lock.unlock();
        }
    }

    long waitedNanoseconds() {
        lock.lock();
        try {
            return waitedNanoseconds;
        } finally {
            lock.unlock();
        }
    }

    /** Wakes everybody up and returns when every worker has ended; safe to call twice. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            workerMayGo.signalAll();
            consumerMayGo.signalAll();
        } finally {
            lock.unlock();
        }
        joinWorkers();
    }

    /**
     * Workers are not interrupted, because that would close the file channels that they share with
     * other readers. An interruption of the caller is kept for later.
     */
    private void joinWorkers() {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException interruption) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (Optional<Job> job = claim(); job.isPresent(); job = claim()) {
            deliver(job.get().number(), run(job.get()));
        }
    }

    private Optional<Job> claim() {
        lock.lock();
        try {
            while (!closed && claimed < claimEnd && free.isEmpty()) {
                workerMayGo.awaitUninterruptibly();
            }
            return closed || claimed >= claimEnd
                    ? Optional.empty()
                    : Optional.of(new Job(claimed++, free.pop()));
        } finally {
            lock.unlock();
        }
    }

    /** Whatever is thrown must reach the consumer, which would otherwise wait for ever. */
    private Outcome run(Job job) {
        try {
            filler.fill(job.number(), job.batch());
            return new Outcome.Filled(job.batch());
        } catch (EtudeException failure) {
            return new Outcome.Failed(failure);
        } catch (RuntimeException | Error cause) {
            return new Outcome.Failed(
                    new EtudeException(
                            "Cannot make batch %d: %s".formatted(job.number(), cause), cause));
        }
    }

    /** After a failure no later batch is started; earlier ones are still delivered first. */
    private void deliver(long number, Outcome outcome) {
        lock.lock();
        try {
            outcomes.put(number, outcome);
            if (outcome instanceof Outcome.Failed) {
                claimEnd = Math.min(claimEnd, number + 1);
            }
            consumerMayGo.signal();
        } finally {
            lock.unlock();
        }
    }
}
