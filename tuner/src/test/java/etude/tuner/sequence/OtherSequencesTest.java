package etude.tuner.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class OtherSequencesTest {
    @Test
    void gridRunsThroughTheLastAxisFirst() {
        Grid grid = new Grid(List.of(new double[] {0, 1}, new double[] {0, 0.5, 1}));
        assertThat(LongStream.range(0, 6).mapToObj(grid::point))
                .containsExactly(
                        new double[] {0, 0},
                        new double[] {0, 0.5},
                        new double[] {0, 1},
                        new double[] {1, 0},
                        new double[] {1, 0.5},
                        new double[] {1, 1});
    }

    @Test
    void randomPointsAreUniformAndIndependentOfTheNumberOfDimensions() {
        UniformRandom random = new UniformRandom(4, 3);
        double mean =
                LongStream.range(0, 10_000)
                        .mapToObj(random::point)
                        .flatMapToDouble(Arrays::stream)
                        .average()
                        .orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(0.01)); // standard error 0.0017
        assertThat(Arrays.copyOf(new UniformRandom(4, 4).point(7), 3)).isEqualTo(random.point(7));
        assertThat(new UniformRandom(5, 3).point(7)).isNotEqualTo(random.point(7));
    }

    @Test
    void quasiRandomIsSeveralTimesMoreEvenThanRandom() {
        double quasi = 0;
        double uniform = 0;
        for (int seed = 1; seed <= 60; seed++) {
            quasi += discrepancy(new QuasiRandom(seed, 4));
            uniform += discrepancy(new UniformRandom(seed, 4));
        }
        assertThat(uniform).isGreaterThan(2 * quasi);
    }

    private static double discrepancy(PointSequence sequence) {
        return Discrepancy.centred(
                LongStream.range(0, 100).mapToObj(sequence::point).toArray(double[][]::new));
    }
}
