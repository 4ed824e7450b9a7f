package etude.datasets.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BetaSamplerTest {
    private static final int DRAWS = 40_000;

    /** Beta(a, a) has mean 1/2, variance 1 / (4 (2a + 1)). */
    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.05, 0.2, 0.5, 1, 2, 10, 500})
    void meanAndVarianceAreThoseOfBeta(double alpha) {
        double[] draws = draws(alpha);
        double mean = Arrays.stream(draws).average().orElseThrow();
        double variance =
                Arrays.stream(draws).map(x -> (x - 0.5) * (x - 0.5)).average().orElseThrow();
        double expected = 1 / (4 * (2 * alpha + 1));
        assertThat(mean).isCloseTo(0.5, within(4 * Math.sqrt(expected / DRAWS)));
        assertThat(variance).isCloseTo(expected, within(0.03 * expected));
        assertThat(Arrays.stream(draws).boxed()).allMatch(x -> x >= 0 && x <= 1);
    }

    /** Beta(1, 1) is uniform and Beta(1/2, 1/2) the arcsine law: whole distributions are known. */
    @Test
    void quantilesOfKnownDistributionsAgree() {
        double[] uniform = DoubleStream.of(draws(1)).sorted().toArray();
        double[] arcsine = DoubleStream.of(draws(0.5)).sorted().toArray();
        for (double share = 0.05; share < 1; share += 0.05) {
            int rank = (int) (share * DRAWS);
            assertThat(uniform[rank]).isCloseTo(share, within(0.012));
            double root = Math.sin(Math.PI * share / 2);
            assertThat(arcsine[rank]).isCloseTo(root * root, within(0.02));
        }
    }

    private static double[] draws(double alpha) {
        SplittableRandom random = new SplittableRandom(9);
        return DoubleStream.generate(() -> BetaSampler.sample(alpha, random))
                .limit(DRAWS)
                .toArray();
    }
}
