package etude.trainer.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import etude.trainer.config.ConfigException;
import etude.trainer.gpu.CardMemory;
import etude.trainer.gpu.ComputeCapability;
import etude.trainer.gpu.GraphicsCard;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What needs no card of it. */
final class DeviceMemoryTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long CONTEXT = GIBIBYTE / 2;

    private static GraphicsCard card(long used) {
        return new GraphicsCard(
                0,
                "NVIDIA H200",
                "GPU-aa",
                new ComputeCapability(9, 0),
                140 * GIBIBYTE,
                used,
                List.of());
    }

    /** 4 GiB were in use before, and the context beside them now. */
    private static final Optional<CardMemory> BEGUN =
            Optional.of(new CardMemory(card(4 * GIBIBYTE), card(4 * GIBIBYTE + CONTEXT), 7));

    @Test
    void theBlockLeavesTheLimitLessTheContext() {
        long block = DeviceMemory.block(BEGUN, 8 * GIBIBYTE);
        long left = 140 * GIBIBYTE - 4 * GIBIBYTE - CONTEXT - block;
        assertThat(left).isEqualTo(8 * GIBIBYTE - CONTEXT);
        assertThat(DeviceMemory.block(BEGUN, 136 * GIBIBYTE)).isZero();
    }

    @Test
    void aLimitThatCannotBeKeptIsRefusedWithTheReason() {
        assertRefused(
                BEGUN,
                137 * GIBIBYTE,
                "at most the 139264 MiB that are free on NVIDIA H200, found 140288 MiB");
        assertRefused(BEGUN, CONTEXT, "more than the 512 MiB that a process needs on NVIDIA H200");
        assertRefused(
                Optional.empty(), GIBIBYTE, "the driver does not say how much of the GPU's memory");
    }

    private static void assertRefused(Optional<CardMemory> memory, long limit, String reason) {
        assertThatThrownBy(() -> DeviceMemory.block(memory, limit))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--memory-limit: ")
                .hasMessageContaining(reason);
    }

    @Test
    void aCpuHasNoneOfIt() {
        try (DeviceMemory memory =
                DeviceMemory.of(Device.cpu(), List.of(card(0)), OptionalLong.of(GIBIBYTE))) {
            assertThat(memory.available()).isZero();
            assertThat(memory.held()).isZero();
        }
    }
}
