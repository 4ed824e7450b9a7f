package etude.trainer.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.gpu.GraphicsCard.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CardMemoryTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long SELF = 7;

    private static GraphicsCard card(long usedGibibytes, Use... uses) {
        return new GraphicsCard(
                0,
                "card",
                "GPU-aa",
                new ComputeCapability(9, 0),
                80 * GIBIBYTE,
                usedGibibytes * GIBIBYTE,
                List.of(uses));
    }

    private static Use use(long process, long gibibytes) {
        return new Use(process, gibibytes * GIBIBYTE);
    }

    private static CardMemory memory(GraphicsCard before, GraphicsCard now) {
        return new CardMemory(before, now, SELF);
    }

    private static long held(GraphicsCard before, GraphicsCard now) {
        return memory(before, now).held() / GIBIBYTE;
    }

    @Test
    void whatTheDriverSaysOfTheProcessIsItsOwnWhateverOthersDo() {
        assertThat(held(card(10, use(100, 9)), card(35, use(100, 20), use(SELF, 12))))
                .isEqualTo(12);
    }

    @Test
    void whereTheDriverDoesNotKnowItOthersAreSubtracted() {
        assertThat(held(card(1), card(6))).isEqualTo(5);
        assertThat(held(card(10, use(100, 9)), card(35, use(100, 20), use(4242, 14))))
                .isEqualTo(14);
        assertThat(held(card(10, use(100, 9)), card(13))).isEqualTo(12);
        assertThat(held(card(10), card(9))).isZero();
    }

    @Test
    void anotherProcessWithItsNumberOutsideOfItsContainerIsNotIt() {
        assertThat(held(card(10, use(SELF, 9)), card(14, use(SELF, 9), use(4242, 4)))).isEqualTo(4);
    }

    @Test
    void aNumberOfBytesThatIsNotSaidIsNoNumber() {
        assertThat(held(card(10, use(100, 0)), card(13, use(100, 0), use(SELF, 0)))).isEqualTo(3);
    }

    @Test
    void freeIsWhatNobodyHeldBefore() {
        assertThat(memory(card(10), card(40)).free()).isEqualTo(70 * GIBIBYTE);
    }

    @Test
    void beyondALimitIsAllThatTheProcessMayNotHave() {
        CardMemory memory = memory(card(10), card(11));
        assertThat(memory.beyond(8 * GIBIBYTE)).isEqualTo((69 - 7) * GIBIBYTE);
        assertThat(memory.beyond(70 * GIBIBYTE)).isZero();
    }
}
