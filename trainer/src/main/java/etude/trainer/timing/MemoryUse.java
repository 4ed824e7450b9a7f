package etude.trainer.timing;

/**
 * Memory that the steps needed, in bytes; 0 where the system does not say.
 *
 * @param peakResident of the process, on the CPU
 * @param allocated by the process: what {@code --memory-limit} counts
 * @param device what the process holds on the GPU; its allocator keeps what it had, so this is the
 *     peak
 * @param majorFaultsPerSecond pages read back from the disk while measuring
 */
public record MemoryUse(
        long peakResident, long allocated, long device, double majorFaultsPerSecond) {}
