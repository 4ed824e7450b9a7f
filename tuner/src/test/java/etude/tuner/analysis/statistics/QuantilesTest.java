package etude.tuner.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** References computed with NumPy. */
final class QuantilesTest {
    @Test
    void quantilesAreInterpolated() {
        double[] values = {8, 1, 4, 2};
        assertThat(Quantiles.of(values, 0.1)).isCloseTo(1.3, within(1e-12));
        assertThat(Quantiles.of(values, 0.5)).isCloseTo(3, within(1e-12));
        assertThat(Quantiles.of(values, 0.9)).isCloseTo(6.8, within(1e-12));
        assertThat(Quantiles.of(values, 1)).isEqualTo(8);
    }

    @Test
    void equalValuesShareARank() {
        assertThat(Quantiles.ranks(new double[] {3, 1, 3, 2})).containsExactly(3.5, 1, 3.5, 2);
    }

    /** Differences 2, -1, 3, -1, 3: variance 4.2. */
    @Test
    void noiseIsWhatTheTrendLeaves() {
        assertThat(Noise.deviation(new double[] {1, 3, 2, 5, 4, 7}))
                .isCloseTo(Math.sqrt(4.2 / 2), within(1e-12));
        assertThat(Noise.deviation(new double[] {1, 2, 3, 4})).isZero();
        assertThat(Noise.deviation(new double[] {1, 9})).isZero();
    }

    @Test
    void threePercentOfTwoThousand() {
        assertThat(SamplingError.ofRate(0.03, 2000)).isCloseTo(0.0038, within(5e-5));
    }

    @Test
    void bins() {
        Histogram histogram = Histogram.linear(new double[] {0, 0.1, 0.5, 1, 2}, 0, 1, 2);
        assertThat(histogram.counts()).containsExactly(2, 3);
        assertThat(histogram.edges()).containsExactly(0.0, 0.5, 1.0);
        Histogram log = Histogram.logarithmic(new double[] {1, 10, 100, 0, Double.NaN}, 2);
        assertThat(log.counts()).containsExactly(1, 2);
        assertThat(log.edges().get(1)).isCloseTo(10, within(1e-9));
    }
}
