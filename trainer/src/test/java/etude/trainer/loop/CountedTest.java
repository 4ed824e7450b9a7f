package etude.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CountedTest {
    private static final Counted FIRST =
            new Counted(
                    List.of(new double[] {1e16, 2, 3}, new double[] {1, 1, 3}),
                    new double[] {4, 2, 2, 1},
                    700,
                    new float[] {0, 1},
                    new float[] {1, 1},
                    new float[] {0.25f, 0.75f, 0.5f, 0.5f});

    private static final Counted SECOND =
            new Counted(
                    List.of(new double[] {-1e16, 1, 3}),
                    new double[] {1, 2, 1, 0},
                    50,
                    new float[] {1},
                    new float[] {0},
                    new float[] {1, 0});

    @Test
    void partsComeTogetherInTheirOrder() {
        Counted whole = Counted.joined(List.of(FIRST, SECOND, Counted.nothing(4)));
        // 1e16 + 1 is 1e16 in float64: batch after batch, as one process adds
        assertThat(whole.total()).containsExactly(0, 4, 9);
        assertThat(whole.classes()).containsExactly(5, 4, 3, 1);
        assertThat(whole.textBytes()).isEqualTo(750);
        assertThat(whole.targets()).containsExactly(0, 1, 1);
        assertThat(whole.predicted()).containsExactly(1, 1, 0);
        assertThat(whole.probabilities()).containsExactly(0.25f, 0.75f, 0.5f, 0.5f, 1, 0);
    }

    @Test
    void bytesAreReadBack() {
        Counted read = Counted.read(FIRST.bytes());
        assertThat(read).usingRecursiveComparison().isEqualTo(FIRST);
        assertThat(Counted.read(Counted.nothing(4).bytes()).totals()).isEmpty();
    }
}
