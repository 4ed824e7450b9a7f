package etude.datasets.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ExampleOrderTest {
    private static final int SIZE = 101;

    @Test
    void everyEpochHoldsEachExampleOnce() {
        ExampleOrder order = new ExampleOrder(SIZE, 5);
        List<Integer> all = IntStream.range(0, SIZE).boxed().toList();
        for (long epoch = 0; epoch < 5; epoch++) {
            assertThat(indices(order, epoch * SIZE, SIZE)).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void epochsAndSeedsDiffer() {
        ExampleOrder order = new ExampleOrder(SIZE, 5);
        List<Integer> first = indices(order, 0, SIZE);
        assertThat(indices(order, SIZE, SIZE)).isNotEqualTo(first);
        assertThat(indices(new ExampleOrder(SIZE, 6), 0, SIZE)).isNotEqualTo(first);
    }

    @Test
    void anyPositionIsTheSameWhateverWasAskedBefore() {
        ExampleOrder order = new ExampleOrder(SIZE, 5);
        List<Integer> forwards = indices(order, 0, 3 * SIZE);
        for (int position = 3 * SIZE - 1; position >= 0; position--) {
            assertThat(new ExampleOrder(SIZE, 5).index(position)).isEqualTo(forwards.get(position));
        }
    }

    /** Written down once, so that no change of the code changes anybody's training run. */
    @Test
    void theOrderOfSeedOneIsPinned() {
        assertThat(indices(new ExampleOrder(10, 1), 0, 20))
                .containsExactly(6, 8, 9, 3, 2, 4, 7, 5, 1, 0, 2, 0, 4, 8, 1, 6, 5, 9, 7, 3);
    }

    @Test
    void epochsCountWholePasses() {
        ExampleOrder order = new ExampleOrder(10, 1);
        assertThat(order.epoch(9)).isEqualTo(0);
        assertThat(order.epoch(10)).isEqualTo(1);
    }

    @Test
    void impossibleRequestsAreRefused() {
        assertThatThrownBy(() -> new ExampleOrder(0, 1)).hasMessageContaining("size");
        assertThatThrownBy(() -> new ExampleOrder(5, 1).index(-1)).hasMessageContaining("-1");
    }

    private static List<Integer> indices(ExampleOrder order, long first, int count) {
        return LongStream.range(first, first + count).mapToObj(order::index).toList();
    }
}
