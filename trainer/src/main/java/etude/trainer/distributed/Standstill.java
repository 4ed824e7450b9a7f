package etude.trainer.distributed;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds which ranks on this host do not run, by two looks at the processor time that they have
 * used: no collective operation of a library tells who has not come to it.
 *
 * @param before what each had used at the first look
 */
record Standstill(Map<Neighbour, Duration> before) {
    /** The first look. */
    static Standstill begin(List<Neighbour> neighbours) {
        return new Standstill(
                neighbours.stream().collect(Collectors.toMap(one -> one, Neighbour::used)));
    }

    /** The second look: those that have used none since the first. */
    List<Peer> still() {
        return before.entrySet().stream()
                .filter(one -> one.getKey().used().equals(one.getValue()))
                .map(one -> one.getKey().peer())
                .sorted()
                .toList();
    }

    /**
     * What is to say of such ranks.
     *
     * @param seconds that others have waited for them
     */
    static String sentence(List<Peer> still, long seconds) {
        return "%s has not answered for %d s (distributed.timeout) and uses no processor time: a signal or a frozen container has stopped it, or it waits for a disk; the same command continues from the last checkpoint"
                .formatted(
                        still.stream()
                                .map(peer -> "%s (process %d)".formatted(peer, peer.process()))
                                .collect(Collectors.joining(" and ")),
                        seconds);
    }
}
