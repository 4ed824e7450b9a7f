package etude.tuner.process;

import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import etude.tuner.text.ByteSize;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** GPUs on which others hold memory when a command is about to use them. */
public final class BusyGpus {
    /** Drivers, and screens, hold a little themselves. */
    private static final double NOTABLE = 0.05;

    private BusyGpus() {}

    /**
     * A sentence for each; none on a machine without a driver, and where the engine's library is
     * for CPUs.
     */
    public static List<String> among(List<ChildDevice> devices) {
        return NvidiaDriver.ofThisProcess().stream()
                .flatMap(
                        driver ->
                                among(
                                        devices,
                                        driver.cards(),
                                        Optional.ofNullable(System.getenv(ChildDevice.VISIBLE)),
                                        ProcessHandle.current().pid())
                                        .stream())
                .toList();
    }

    /**
     * As {@link #among(List)}.
     *
     * @param cards that the driver sees
     * @param visible the value of CUDA_VISIBLE_DEVICES, if it is set
     * @param self the number of this process, which is no other
     */
    static List<String> among(
            List<ChildDevice> devices,
            List<GraphicsCard> cards,
            Optional<String> visible,
            long self) {
        return devices.stream()
                .flatMap(device -> device.card(cards, visible).stream())
                .distinct()
                .flatMap(card -> sentence(card, self).stream())
                .toList();
    }

    private static Optional<String> sentence(GraphicsCard card, long self) {
        List<GraphicsCard.Use> others =
                card.uses().stream().filter(use -> use.process() != self).toList();
        boolean notable = card.usedBytes() > NOTABLE * card.totalBytes();
        if (others.isEmpty() && (!notable || !card.uses().isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                "GPU %d (%s) is in use: %s of its %s are taken, %s; what runs there shares its memory and its time"
                        .formatted(
                                card.number(),
                                card.name(),
                                ByteSize.text(card.usedBytes()),
                                ByteSize.text(card.totalBytes()),
                                others.isEmpty()
                                        ? "by processes that the driver does not name"
                                        : "by " + words(others)));
    }

    /** Such as {@code process 12 with 3.0 GiB, process 13}. */
    public static String words(List<GraphicsCard.Use> uses) {
        return uses.stream().map(BusyGpus::words).collect(Collectors.joining(", "));
    }

    private static String words(GraphicsCard.Use use) {
        return use.bytes() == 0
                ? "process %d".formatted(use.process())
                : "process %d with %s".formatted(use.process(), ByteSize.text(use.bytes()));
    }
}
