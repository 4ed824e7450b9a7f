package etude.trainer.distributed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Ends this process where MPI would wait for ever: when another rank on this host has died, and
 * when a sum has not come to its end in time. What lies on the disk is then as after a kill, and
 * the same command continues.
 */
final class Watch implements AutoCloseable {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    private final Peer self;
    private final List<Neighbour> neighbours = new ArrayList<>();
    private final Consumer<String> lastWords;
    private volatile long limit;
    private volatile long busySince;
    private volatile boolean busy;
    private volatile boolean closed;

    private record Neighbour(Peer peer, ProcessHandle process) {}

    private Watch(Peer self, Consumer<String> lastWords) {
        this.self = self;
        this.lastWords = lastWords;
    }

    /**
     * Begins to watch.
     *
     * @param peers all ranks
     * @param lastWords told why this process ends
     */
    static Watch over(List<Peer> peers, Peer self, Consumer<String> lastWords) {
        Watch watch = new Watch(self, lastWords);
        for (Peer peer : peers) {
            if (peer.rank() != self.rank() && peer.host().equals(self.host())) {
                peer.handle().ifPresent(found -> watch.neighbours.add(new Neighbour(peer, found)));
            }
        }
        Thread thread = new Thread(watch::run, "ranks");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** How long a sum may take. */
    void allow(Duration time) {
        limit = time.toNanos();
    }

    /** Does what waits in native code for other ranks. */
    void during(Runnable sum) {
        busySince = System.nanoTime();
        busy = true;
        try {
            sum.run();
        } finally {
            busy = false;
        }
    }

    private void run() {
        while (!closed) {
            neighbours.stream()
                    .filter(neighbour -> !neighbour.process.isAlive())
                    .map(Neighbour::peer)
                    .min(Comparator.comparingInt(Peer::rank))
                    .ifPresent(this::died);
            if (busy && limit > 0 && System.nanoTime() - busySince > limit) {
                end(
                        "%s: what all ranks do together has not ended within %s s (distributed.timeout): a rank hangs, or its machine or network is gone; the same command continues from the last checkpoint"
                                .formatted(self, TimeUnit.NANOSECONDS.toSeconds(limit)));
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    /** The first that is left on this host speaks for all. */
    private void died(Peer peer) {
        int first =
                Stream.concat(
                                Stream.of(self),
                                neighbours.stream()
                                        .filter(neighbour -> neighbour.process.isAlive())
                                        .map(Neighbour::peer))
                        .mapToInt(Peer::rank)
                        .min()
                        .orElseThrow();
        if (closed) {
            return; // it has taken leave, and so has this one
        }
        if (first == self.rank()) {
            end(
                    "%s (process %d) has ended without a word, as after SIGKILL or where the machine has no memory left; the same command continues from the last checkpoint"
                            .formatted(peer, peer.process()));
        }
        LockSupport.parkNanos(PAUSE); // so that the words are out before a launcher clears up
        Runtime.getRuntime().halt(1);
    }

    private void end(String sentence) {
        lastWords.accept(sentence);
        Runtime.getRuntime().halt(1);
    }

    @Override
    public void close() {
        closed = true;
    }
}
