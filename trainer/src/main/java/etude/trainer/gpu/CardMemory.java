package etude.trainer.gpu;

/**
 * What a process holds on a card, told from two looks at it.
 *
 * @param before a look before the process used the card
 * @param now a later one
 * @param process its number
 */
public record CardMemory(GraphicsCard before, GraphicsCard now, long process) {
    /** Bytes that nobody held before. */
    public long free() {
        return Math.max(0, before.totalBytes() - before.usedBytes());
    }

    /**
     * Bytes that the process holds now: what the driver says of it, else what is in use beyond what
     * was before, less what others that were there before have taken since. A container numbers its
     * processes otherwise than the driver, so there its own are strangers.
     */
    public long held() {
        long said = now.heldBy(process);
        if (said > 0 && before.heldBy(process) == 0) {
            return said;
        }
        long others =
                before.uses().stream()
                        .mapToLong(use -> now.heldBy(use.process()) - use.bytes())
                        .sum();
        return Math.max(0, now.usedBytes() - before.usedBytes() - others);
    }

    /**
     * Bytes that somebody must hold for the process to have no more than a limit.
     *
     * @param limit of what the process holds, at most what was free
     */
    public long beyond(long limit) {
        long free = Math.max(0, now.totalBytes() - now.usedBytes());
        return Math.max(0, free - Math.max(0, limit - held()));
    }
}
