package etude.trainer.timing;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import etude.trainer.config.ConfigException;
import etude.trainer.gpu.CardMemory;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import etude.trainer.gpu.VisibleCards;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The memory of the device that steps are timed on, as far as it is a GPU's and the driver tells; a
 * CPU's is the kernel's business. A limit is kept by a block that nobody uses: what is left beside
 * it is all that the process can have, for its allocator, cuDNN and all others alike.
 */
final class DeviceMemory implements AutoCloseable {
    private static final String OPTION = "--memory-limit";
    private static final double MEBIBYTE = 1 << 20;

    private final Optional<GraphicsCard> before;
    private final OptionalLong limit;
    private final Optional<NDManager> holder;
    private final long block;

    private DeviceMemory(
            Optional<GraphicsCard> before,
            OptionalLong limit,
            Optional<NDManager> holder,
            long block) {
        this.before = before;
        this.limit = limit;
        this.holder = holder;
        this.block = block;
    }

    /** The cards before this process uses one, so before the engine computes. */
    static List<GraphicsCard> look() {
        return NvidiaDriver.ofThisProcess().map(NvidiaDriver::cards).orElse(List.of());
    }

    /**
     * That of a device.
     *
     * @param look what {@link #look} saw
     * @param limit bytes that this process may have of a GPU; what is free where there is none
     * @throws ConfigException when a limit cannot be kept
     */
    static DeviceMemory of(Device device, List<GraphicsCard> look, OptionalLong limit) {
        if (!device.isGpu()) {
            return new DeviceMemory(Optional.empty(), OptionalLong.empty(), Optional.empty(), 0);
        }
        List<Optional<GraphicsCard>> visible = VisibleCards.toThisProcess(look);
        int number = device.getDeviceId();
        Optional<GraphicsCard> card =
                number < visible.size() ? visible.get(number) : Optional.empty();
        return limit.isEmpty()
                ? new DeviceMemory(card, limit, Optional.empty(), 0)
                : holding(device, card, limit.getAsLong());
    }

    private static DeviceMemory holding(Device device, Optional<GraphicsCard> card, long limit) {
        NDManager manager = NDManager.newBaseManager(device, "PyTorch");
        try {
            manager.zeros(new Shape(1)); // makes the context, which is part of what a process holds
            long block = block(now(card), limit);
            if (block > 0) {
                manager.create(new Shape(block), DataType.UINT8);
            }
            return new DeviceMemory(card, OptionalLong.of(limit), Optional.of(manager), block);
        } catch (RuntimeException | Error e) {
            manager.close();
            throw e;
        }
    }

    /**
     * How much to hold for a limit.
     *
     * @param memory empty where the driver does not tell
     * @throws ConfigException when it cannot be kept
     */
    static long block(Optional<CardMemory> memory, long limit) {
        if (memory.isEmpty()) {
            throw refused(
                    "the driver does not say how much of the GPU's memory is free, as of a part of a card (MIG) or where its library libnvidia-ml.so.1 is missing; leave it out");
        }
        CardMemory card = memory.get();
        if (limit > card.free()) {
            throw refused(
                    "expected at most the %.0f MiB that are free on %s, found %.0f MiB; ask for less, or end what else runs there (`nvidia-smi` shows it)"
                            .formatted(
                                    card.free() / MEBIBYTE,
                                    card.before().name(),
                                    limit / MEBIBYTE));
        }
        if (limit <= card.held()) {
            throw refused(
                    "expected more than the %.0f MiB that a process needs on %s before it has any array, found %.0f MiB"
                            .formatted(
                                    card.held() / MEBIBYTE,
                                    card.before().name(),
                                    limit / MEBIBYTE));
        }
        return card.beyond(limit);
    }

    private static ConfigException refused(String reason) {
        return new ConfigException(List.of(OPTION + ": " + reason));
    }

    private static Optional<CardMemory> now(Optional<GraphicsCard> before) {
        return before.flatMap(
                card ->
                        look().stream()
                                .filter(again -> again.uuid().equals(card.uuid()))
                                .findFirst()
                                .map(
                                        again ->
                                                new CardMemory(
                                                        card,
                                                        again,
                                                        ProcessHandle.current().pid())));
    }

    /** Bytes that this process may have; 0 on a CPU, and where nobody tells. */
    long available() {
        return limit.orElseGet(
                () -> before.map(card -> new CardMemory(card, card, 0).free()).orElse(0L));
    }

    /** Bytes that this process holds, without the block; 0 on a CPU, and where nobody tells. */
    long held() {
        return now(before).map(memory -> Math.max(0, memory.held() - block)).orElse(0L);
    }

    @Override
    public void close() {
        holder.ifPresent(NDManager::close);
    }
}
