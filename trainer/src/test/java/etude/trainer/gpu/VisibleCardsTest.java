package etude.trainer.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VisibleCardsTest {
    private static final GraphicsCard FIRST = card(0, "GPU-aabb");
    private static final GraphicsCard SECOND = card(1, "GPU-ccdd");

    @Test
    void withoutTheVariableAllAreVisible() {
        assertThat(VisibleCards.of(List.of(FIRST, SECOND), Optional.empty()))
                .containsExactly(Optional.of(FIRST), Optional.of(SECOND));
    }

    @Test
    void theVariableChoosesAndOrders() {
        assertThat(visible("1,0")).containsExactly(Optional.of(SECOND), Optional.of(FIRST));
        assertThat(visible(" GPU-cc ")).containsExactly(Optional.of(SECOND));
    }

    @Test
    void aNameThatMeansNoCardHidesTheRest() {
        assertThat(visible("1,7,0")).containsExactly(Optional.of(SECOND));
        assertThat(visible("")).isEmpty();
        assertThat(visible("-1")).isEmpty();
    }

    @Test
    void aPartOfACardIsVisibleButNotKnown() {
        assertThat(visible("MIG-1234,1")).containsExactly(Optional.empty(), Optional.of(SECOND));
    }

    private static List<Optional<GraphicsCard>> visible(String variable) {
        return VisibleCards.of(List.of(FIRST, SECOND), Optional.of(variable));
    }

    private static GraphicsCard card(int number, String uuid) {
        return new GraphicsCard(number, "card", uuid, new ComputeCapability(9, 0), 1, 0, List.of());
    }
}
