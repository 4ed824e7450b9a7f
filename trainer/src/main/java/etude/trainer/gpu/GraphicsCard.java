package etude.trainer.gpu;

import java.util.List;

/**
 * One card as the driver sees it now.
 *
 * @param number in the order of the PCI bus, as in {@code nvidia-smi}
 * @param uuid such as {@code GPU-8a2f...}
 * @param usedBytes by all processes and the driver itself
 * @param uses the processes that compute on it; a container may not see those outside of it
 */
public record GraphicsCard(
        int number,
        String name,
        String uuid,
        ComputeCapability capability,
        long totalBytes,
        long usedBytes,
        List<Use> uses) {
    /**
     * A process and the memory that it holds.
     *
     * @param bytes 0 where the driver does not tell
     */
    public record Use(long process, long bytes) {}

    public GraphicsCard {
        uses = List.copyOf(uses);
    }

    /** Bytes of one process; 0 where the driver does not tell. */
    long heldBy(long process) {
        return uses.stream().filter(use -> use.process() == process).mapToLong(Use::bytes).sum();
    }
}
