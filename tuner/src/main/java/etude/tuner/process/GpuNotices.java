package etude.tuner.process;

import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.NvidiaDriver;
import etude.tuner.text.ByteSize;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is worth knowing of the machine's GPUs when a command is about to compute. */
public final class GpuNotices {
    /** Drivers, and screens, hold a little themselves. */
    private static final double NOTABLE = 0.05;

    private GpuNotices() {}

    /**
     * A sentence for each GPU on which others hold memory, or one where GPUs stay idle because the
     * engine's library is for CPUs; none on a machine without a driver.
     */
    public static List<String> of(List<ChildDevice> devices) {
        return NvidiaDriver.ofThisProcess().stream()
                .flatMap(
                        driver ->
                                of(
                                        devices,
                                        driver.cards(),
                                        Optional.ofNullable(System.getenv(ChildDevice.VISIBLE)),
                                        EngineLibrary.ofThisProcess(),
                                        ProcessHandle.current().pid())
                                        .stream())
                .toList();
    }

    /**
     * As {@link #of(List)}.
     *
     * @param cards that the driver sees
     * @param visible the value of CUDA_VISIBLE_DEVICES, if it is set
     * @param self the number of this process, which is no other
     */
    static List<String> of(
            List<ChildDevice> devices,
            List<GraphicsCard> cards,
            Optional<String> visible,
            EngineLibrary library,
            long self) {
        Stream<GraphicsCard> meant =
                devices.stream().flatMap(device -> device.card(cards, visible).stream()).distinct();
        return library.cudaBuild().isPresent()
                ? meant.flatMap(card -> busy(card, self).stream()).toList()
                : meant.findFirst().map(card -> idle(card, library)).stream().toList();
    }

    private static String idle(GraphicsCard card, EngineLibrary library) {
        return "GPU %d (%s) stays idle: the engine is %s, which knows no GPU; `etude --gpu` brings the libraries that do, `--device cpu` says that this is meant"
                .formatted(card.number(), card.name(), library);
    }

    private static Optional<String> busy(GraphicsCard card, long self) {
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
        return uses.stream().map(GpuNotices::words).collect(Collectors.joining(", "));
    }

    private static String words(GraphicsCard.Use use) {
        return use.bytes() == 0
                ? "process %d".formatted(use.process())
                : "process %d with %s".formatted(use.process(), ByteSize.text(use.bytes()));
    }
}
