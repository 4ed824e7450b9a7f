package etude.trainer.distributed;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What ranks do before everything that they do together: each sends every other one a short message
 * and waits for theirs. So it is known by name who is missing, which no collective operation of MPI
 * tells, and a failure or a wish of one reaches all at the same place.
 */
final class RollCall {
    private static final int BYTES = 1024;
    private static final int NUMBER = 0;
    private static final int SAYS = 8;
    private static final int LENGTH = 12;
    private static final int TEXT = 16;

    /** How long to ask again and again; the other ranks are that close behind on ordinary steps. */
    private static final long EAGER = 2_000_000;

    private static final long PAUSE = 50_000;

    private final Mpi mpi;
    private final Peers peers;
    private final List<Peer> others;
    private final Memory sent = new Memory(BYTES);
    private final Memory received;
    private final Memory requests;
    private Duration timeout;
    private long number;

    /** What a rank says when it is called. */
    private enum Word {
        HERE(0),
        YES(1),
        FAILED(2);

        private final int code;

        Word(int code) {
            this.code = code;
        }

        static Word of(int code) {
            return code == YES.code ? YES : code == FAILED.code ? FAILED : HERE;
        }
    }

    RollCall(Mpi mpi, Peers peers, Duration timeout) {
        this.mpi = mpi;
        this.peers = peers;
        this.timeout = timeout;
        others = peers.others();
        received = new Memory((long) BYTES * others.size());
        requests = new Memory(2L * Native.POINTER_SIZE * others.size());
    }

    void allow(Duration time) {
        timeout = time;
    }

    /**
     * Waits until all ranks are here.
     *
     * @return whether any of them says yes
     * @throws RankFailedException when one has failed
     * @throws RankLostException when one does not come
     */
    boolean call(boolean yes) {
        exchange(yes ? Word.YES : Word.HERE, "");
        boolean any = yes;
        for (int i = 0; i < others.size(); i++) {
            Pointer message = received.share((long) BYTES * i);
            if (message.getLong(NUMBER) != number) {
                throw new IllegalStateException(
                        "%s is at %d, %s at %d"
                                .formatted(
                                        others.get(i),
                                        message.getLong(NUMBER),
                                        peers.self(),
                                        number));
            }
            Word word = Word.of(message.getInt(SAYS));
            if (word == Word.FAILED) {
                throw new RankFailedException("%s: %s".formatted(others.get(i), text(message)));
            }
            any |= word == Word.YES;
        }
        return any;
    }

    /** Tells all others that this rank has failed, at the place where they wait for it. */
    void fail(String why) {
        exchange(Word.FAILED, why);
    }

    private static String text(Pointer message) {
        return new String(
                message.getByteArray(TEXT, message.getInt(LENGTH)), StandardCharsets.UTF_8);
    }

    private void exchange(Word word, String text) {
        number++;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, BYTES - TEXT);
        sent.setLong(NUMBER, number);
        sent.setInt(SAYS, word.code);
        sent.setInt(LENGTH, length);
        sent.write(TEXT, bytes, 0, length);
        for (int i = 0; i < others.size(); i++) {
            int rank = others.get(i).rank();
            mpi.receive(received.share((long) BYTES * i), BYTES, rank, request(i));
            mpi.send(sent, BYTES, rank, request(others.size() + i));
        }
        await();
    }

    private Pointer request(int index) {
        return requests.share((long) Native.POINTER_SIZE * index);
    }

    @SuppressWarnings("ThreadPriorityCheck") // the rank that is waited for may need this processor
    private void await() {
        long began = System.nanoTime();
        Optional<Standstill> look = Optional.empty();
        while (!mpi.done(requests, 2 * others.size())) {
            long waited = System.nanoTime() - began;
            if (look.isEmpty() && waited > timeout.toNanos() / 2) {
                look = Optional.of(Standstill.begin(peers.neighbours()));
            } else if (waited > timeout.toNanos()) {
                throw lost(look.map(Standstill::still).orElse(List.of()));
            }
            if (waited < EAGER) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(PAUSE);
            }
        }
    }

    /**
     * Those that are missing. Where some of them do not run, the rest may wait for these elsewhere.
     *
     * @param still ranks that do not run
     */
    private RankLostException lost(List<Peer> still) {
        List<Peer> missing = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            if (!mpi.done(request(i))) {
                missing.add(others.get(i));
            }
        }
        List<Peer> stopped = still.stream().filter(missing::contains).toList();
        List<Peer> named = stopped.isEmpty() ? missing : stopped;
        boolean first =
                others.stream()
                        .filter(peer -> !named.contains(peer))
                        .allMatch(peer -> peer.rank() > peers.self().rank());
        return new RankLostException(
                stopped.isEmpty()
                        ? unseen(missing)
                        : Standstill.sentence(stopped, timeout.toSeconds()),
                first);
    }

    private String unseen(List<Peer> missing) {
        return "%s has not answered for %d s (distributed.timeout): it hangs, or its machine or network is gone; the same command continues from the last checkpoint"
                .formatted(
                        missing.stream().map(Peer::toString).collect(Collectors.joining(" and ")),
                        timeout.toSeconds());
    }
}
