package etude.trainer.distributed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A rank as the others know it.
 *
 * @param process number of its process on its host
 * @param started when that began, in milliseconds since 1970; 0 where it does not know
 */
record Peer(int rank, String host, long process, long started) implements Comparable<Peer> {
    /** Of a card by which ranks introduce themselves. */
    static final int BYTES = 512;

    private static final int NAME = 2 * Long.BYTES + Integer.BYTES;

    /** This process. */
    static Peer self(int rank, String host) {
        ProcessHandle self = ProcessHandle.current();
        return new Peer(rank, host, self.pid(), started(self));
    }

    private static long started(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    byte[] card() {
        byte[] name = host.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(name.length, BYTES - NAME);
        return ByteBuffer.allocate(BYTES)
                .putLong(process)
                .putLong(started)
                .putInt(length)
                .put(name, 0, length)
                .array();
    }

    static Peer of(int rank, byte[] card) {
        ByteBuffer bytes = ByteBuffer.wrap(card);
        long process = bytes.getLong();
        long started = bytes.getLong();
        int length = bytes.getInt();
        return new Peer(
                rank, new String(card, NAME, length, StandardCharsets.UTF_8), process, started);
    }

    /**
     * Its process, if that is on this host and this process may see it, which it may not in a
     * container of its own.
     */
    Optional<ProcessHandle> handle() {
        return ProcessHandle.of(process).filter(found -> started != 0 && started(found) == started);
    }

    @Override
    public int compareTo(Peer other) {
        return Integer.compare(rank, other.rank);
    }

    @Override
    public String toString() {
        return "rank %d on %s".formatted(rank, host);
    }
}
