package etude.tuner.process;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.gpu.ComputeCapability;
import etude.trainer.gpu.EngineLibrary;
import etude.trainer.gpu.GraphicsCard;
import etude.trainer.gpu.GraphicsCard.Use;
import etude.trainer.gpu.Libtorch;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class GpuNoticesTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long SELF = 7;

    private static final GraphicsCard IDLE = card(0, GIBIBYTE / 2);
    private static final GraphicsCard BUSY =
            card(1, 4 * GIBIBYTE, new Use(100, 3 * GIBIBYTE), new Use(SELF, 0), new Use(101, 0));
    private static final GraphicsCard UNNAMED = card(2, 9 * GIBIBYTE);
    private static final GraphicsCard OWN = card(3, 9 * GIBIBYTE, new Use(SELF, 8 * GIBIBYTE));
    private static final List<GraphicsCard> CARDS = List.of(IDLE, BUSY, UNNAMED, OWN);

    private static final String BUSY_SENTENCE =
            "GPU 1 (NVIDIA H200) is in use: 4.0 GiB of its 140.0 GiB are taken, by process 100 with 3.0 GiB, process 101; what runs there shares its memory and its time";

    private static GraphicsCard card(int number, long used, Use... uses) {
        return new GraphicsCard(
                number,
                "NVIDIA H200",
                "GPU-%d%d".formatted(number, number),
                new ComputeCapability(9, 0),
                140 * GIBIBYTE,
                used,
                List.of(uses));
    }

    private static final EngineLibrary CUDA =
            new EngineLibrary.Installed(
                    new Libtorch(Path.of("/torch/lib"), Optional.of("2.7.1+cu128"), true));

    private static List<String> among(Optional<String> visible, String... names) {
        return notices(CUDA, visible, names);
    }

    private static List<String> notices(
            EngineLibrary library, Optional<String> visible, String... names) {
        return GpuNotices.of(
                Stream.of(names).map(ChildDevice::new).toList(), CARDS, visible, library, SELF);
    }

    @Test
    void whatOthersHoldIsSaidOnceForEachCard() {
        assertThat(among(Optional.empty(), "0", "1", "gpu:1", "GPU-11"))
                .containsExactly(BUSY_SENTENCE);
    }

    @Test
    void memoryOfNobodyIsSaidWhereItIsMuch() {
        assertThat(among(Optional.empty(), "0", "2"))
                .singleElement()
                .asString()
                .contains("GPU 2", "9.0 GiB of its", "by processes that the driver does not name");
    }

    @Test
    void anIdleCardTheCpuAndThisProcessItselfAreNoNews() {
        assertThat(among(Optional.empty(), "auto", "gpu", "cpu", "3", "9", "MIG-1", "any"))
                .isEmpty();
    }

    @Test
    void numbersCountVisibleCards() {
        assertThat(among(Optional.of("1,0"), "auto")).containsExactly(BUSY_SENTENCE);
        assertThat(among(Optional.of("1,0"), "1")).isEmpty();
        assertThat(among(Optional.of(""), "auto", "gpu")).isEmpty();
    }

    @Test
    void cardsThatStayIdleForTheLibraryAreSaidOnceUnlessTheCpuIsMeant() {
        EngineLibrary library = new EngineLibrary.Bundled();
        assertThat(notices(library, Optional.empty(), "auto", "auto"))
                .containsExactly(
                        "GPU 0 (NVIDIA H200) stays idle: the engine is the CPU build that comes with Etude, which knows no GPU; `etude --gpu` brings the libraries that do, `--device cpu` says that this is meant");
        assertThat(notices(library, Optional.empty(), "cpu")).isEmpty();
        assertThat(notices(library, Optional.of(""), "auto")).isEmpty();
    }

    @Test
    void withoutADriverThereIsNothingToSay() {
        assertThat(GpuNotices.of(List.of(new ChildDevice("gpu")))).isEmpty();
    }
}
