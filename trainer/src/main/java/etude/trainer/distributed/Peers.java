package etude.trainer.distributed;

import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Who the ranks are, as one of them knows it.
 *
 * @param all of them, by rank
 * @param self this one
 * @param neighbours the others on this host that this process may see
 */
record Peers(List<Peer> all, Peer self, List<Neighbour> neighbours) {
    Peers {
        all = List.copyOf(all);
        neighbours = List.copyOf(neighbours);
    }

    /** Each introduces itself to all; all ranks call it. */
    static Peers introduce(Mpi mpi) {
        Peer self = Peer.self(mpi.rank(), mpi.host());
        List<Peer> all = new ArrayList<>();
        try (Memory own = new Memory(Peer.BYTES);
                Memory cards = new Memory((long) Peer.BYTES * mpi.size())) {
            own.write(0, self.card(), 0, Peer.BYTES);
            mpi.allGatherBytes(own, Peer.BYTES, cards);
            for (int rank = 0; rank < mpi.size(); rank++) {
                all.add(Peer.of(rank, cards.getByteArray((long) Peer.BYTES * rank, Peer.BYTES)));
            }
        }
        return new Peers(all, self, Neighbour.of(self, all));
    }

    /** All but this one. */
    List<Peer> others() {
        return all.stream().filter(peer -> peer.rank() != self.rank()).toList();
    }

    /** Those on this host, with this one. */
    List<Peer> here() {
        return all.stream().filter(peer -> peer.host().equals(self.host())).toList();
    }

    /** Where they are, such as {@code 0, 1 on a; 2 on b}. */
    String places() {
        Map<String, List<String>> byHost = new LinkedHashMap<>();
        for (Peer peer : all) {
            byHost.computeIfAbsent(peer.host(), host -> new ArrayList<>())
                    .add(Integer.toString(peer.rank()));
        }
        return byHost.entrySet().stream()
                .map(
                        host ->
                                "%s on %s"
                                        .formatted(
                                                String.join(", ", host.getValue()), host.getKey()))
                .collect(Collectors.joining("; "));
    }
}
