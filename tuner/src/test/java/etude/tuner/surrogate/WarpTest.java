package etude.tuner.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class WarpTest {
    private static final double[] ERRORS = {
        0.0213, 0.0225, 0.0231, 0.024, 0.0262, 0.031, 0.045, 0.09, 0.3, 0.9
    };

    @Test
    void valuesAreStandardizedAndKeepTheOrder() {
        Warp warp = Warp.of(ERRORS);
        double[] values = Arrays.stream(ERRORS).map(warp::value).toArray();

        assertThat(Arrays.stream(values).sum()).isEqualTo(0, within(1e-12));
        assertThat(Arrays.stream(values).map(v -> v * v).sum()).isEqualTo(10, within(1e-11));
        assertThat(values).isSorted();
    }

    @Test
    void aLongTailIsDrawnIn() {
        Warp warp = Warp.of(ERRORS);

        assertThat(warp.value(0.9)).isLessThan(2.5);
        assertThat(warp.value(0.0231) - warp.value(0.0213)).isGreaterThan(0.2);
        assertThat(warp.value(1e9)).isEqualTo(warp.value(1e12)).isLessThan(6);
    }

    @Test
    void costsComeBack() {
        for (double scale : new double[] {1e-6, 1, -1, 1e6}) {
            double[] costs = Arrays.stream(ERRORS).map(e -> e * scale + 3 * scale).toArray();
            Warp warp = Warp.of(costs);
            for (double cost : costs) {
                double there = warp.value(cost);
                assertThat(warp.value(warp.cost(there))).isEqualTo(there, within(1e-9));
            }
        }
    }

    @Test
    void aPredictionHasTheMeanOfItsCosts() {
        double[] straight = DoubleStream.iterate(0, v -> v + 1).limit(21).toArray();
        Warp warp = Warp.of(straight);
        Prediction cost = warp.cost(new Prediction(warp.value(7), 0.1));

        assertThat(cost.mean()).isEqualTo(7, within(0.1));
        assertThat(cost.deviation()).isEqualTo((warp.cost(warp.value(7) + 0.1) - 7), within(0.1));
    }

    @Test
    void halfOfTheCostsMayBeTheSame() {
        Warp warp = Warp.of(new double[] {0.1, 0.1, 0.1, 0.2, 0.3});

        assertThat(warp.value(0.1)).isLessThan(warp.value(0.2));
        assertThat(warp.value(0.2)).isFinite();
    }
}
