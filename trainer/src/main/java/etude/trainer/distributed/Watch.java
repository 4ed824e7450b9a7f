package etude.trainer.distributed;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Ends this process where it would wait for ever: when another rank on this host has died, and when
 * something that all ranks do together has not come to its end in time. What lies on the disk is
 * then as after a kill, and the same command continues.
 */
final class Watch implements AutoCloseable {
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

    /** For the speaker's words to be out before this process ends and a launcher clears up. */
    private static final long SPEAKING = 5 * PAUSE;

    private final Peers peers;
    private final Consumer<String> lastWords;
    private volatile long limit;
    private volatile Optional<Wait> wait = Optional.empty();
    private volatile boolean closed;

    /** Something that this process waits in. */
    private record Wait(long since) {}

    /** What the watch saw of a wait when half of its time had passed. */
    private record Look(Wait during, long at, Standstill standstill) {}

    private Watch(Peers peers, Consumer<String> lastWords) {
        this.peers = peers;
        this.lastWords = lastWords;
    }

    /**
     * Begins to watch.
     *
     * @param lastWords told why this process ends
     */
    static Watch over(Peers peers, Consumer<String> lastWords) {
        Watch watch = new Watch(peers, lastWords);
        Thread thread = new Thread(watch::run, "ranks");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /** How long something that all do together may take. */
    void allow(Duration time) {
        limit = time.toNanos();
    }

    /** Does what waits for other ranks where nothing can interrupt it. */
    void during(Runnable work) {
        awaiting(
                () -> {
                    work.run();
                    return true;
                });
    }

    /** Likewise, for what comes of it. */
    <T> T awaiting(Supplier<T> work) {
        wait = Optional.of(new Wait(System.nanoTime()));
        try {
            return work.get();
        } finally {
            wait = Optional.empty();
        }
    }

    private void run() {
        Optional<Look> earlier = Optional.empty();
        long before = System.nanoTime();
        while (!closed) {
            Optional<Look> last = earlier;
            // then the others may have ended for want of this one, and have said so
            boolean wasStopped = System.nanoTime() - before > SPEAKING;
            peers.neighbours().stream()
                    .filter(neighbour -> !neighbour.isAlive())
                    .map(Neighbour::peer)
                    .min(Comparator.naturalOrder())
                    .ifPresent(peer -> died(peer, wasStopped ? List.of(peer) : speakers(last)));
            earlier = wait.filter(any -> limit > 0).flatMap(now -> look(now, last));
            before = System.nanoTime();
            LockSupport.parkNanos(PAUSE);
        }
    }

    /**
     * Who speaks of a death. Where this rank has waited for long, the dead one has reached the same
     * limit earlier and has spoken for all, if it was for it to speak.
     */
    private List<Peer> speakers(Optional<Look> last) {
        boolean overdue = wait.isPresent() && last.map(Look::during).equals(wait);
        return here(neighbour -> overdue || neighbour.isAlive());
    }

    /**
     * Looks at a wait: for the first time after half of the limit, and for the last time another
     * half later, even if this process was itself stopped in between.
     */
    private Optional<Look> look(Wait now, Optional<Look> last) {
        Optional<Look> same = last.filter(look -> look.during().equals(now));
        long time = System.nanoTime();
        if (same.isEmpty()) {
            return time - now.since() < limit / 2
                    ? Optional.empty()
                    : Optional.of(new Look(now, time, Standstill.begin(peers.neighbours())));
        }
        if (time - same.get().at() > limit - limit / 2) {
            hangs(same.get().standstill().still());
        }
        return same;
    }

    private void hangs(List<Peer> still) {
        List<Peer> running = here(neighbour -> !still.contains(neighbour.peer()));
        long seconds = TimeUnit.NANOSECONDS.toSeconds(limit);
        end(
                still.isEmpty() ? unseen(running, seconds) : Standstill.sentence(still, seconds),
                running);
    }

    /** Where all that can be seen run, it is one that cannot, or something that all wait for. */
    private String unseen(List<Peer> running, long seconds) {
        String others =
                peers.all().stream()
                        .filter(peer -> !running.contains(peer))
                        .map(Peer::toString)
                        .collect(Collectors.joining(" or "));
        return "%s: what all ranks do together has not ended within %d s (distributed.timeout): %s hangs, or its machine or network is gone; the same command continues from the last checkpoint"
                .formatted(peers.self(), seconds, others.isEmpty() ? "a rank" : others);
    }

    private void died(Peer peer, List<Peer> speakers) {
        if (closed) {
            return; // it has taken leave, and so has this one
        }
        end(
                "%s (process %d) has ended without a word, as after SIGKILL or where the machine has no memory left; the same command continues from the last checkpoint"
                        .formatted(peer, peer.process()),
                speakers);
    }

    /** This rank and those of the others on this host, in their order. */
    private List<Peer> here(Predicate<Neighbour> which) {
        return Stream.concat(
                        Stream.of(peers.self()),
                        peers.neighbours().stream().filter(which).map(Neighbour::peer))
                .sorted()
                .toList();
    }

    /**
     * Ends this process.
     *
     * @param speakers ranks on this host, the first of which speaks for all
     */
    private void end(String sentence, List<Peer> speakers) {
        if (speakers.get(0).equals(peers.self())) {
            lastWords.accept(sentence);
        } else {
            LockSupport.parkNanos(SPEAKING);
        }
        Runtime.getRuntime().halt(1);
    }

    @Override
    public void close() {
        closed = true;
    }
}
