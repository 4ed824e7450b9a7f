package etude.trainer.distributed;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Another rank on this host, by its process. */
record Neighbour(Peer peer, ProcessHandle process) {
    /** Those that this process may see. */
    static List<Neighbour> of(Peer self, List<Peer> peers) {
        return peers.stream()
                .filter(peer -> peer.rank() != self.rank() && peer.host().equals(self.host()))
                .flatMap(peer -> find(peer).stream())
                .toList();
    }

    private static Optional<Neighbour> find(Peer peer) {
        return peer.handle().map(process -> new Neighbour(peer, process));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Processor time that it has used up to now, in hundredths of a second. A rank that waits for
     * others uses some, for it asks again and again, as libraries do.
     */
    Duration used() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
