package etude.tuner.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers were computed with mpmath 1.3, 60 digits, and scipy 1.17.1. */
final class StandardNormalTest {
    @ParameterizedTest
    @CsvSource({
        "-1000, -500014.734452091158, -500007.826694812184",
        "-40, -808.29856835661996, -804.608442013753788",
        "-12, -77.9091005450073483, -75.4106730015687959",
        "-1.5, -3.52993592080570985, -2.70594440082388981",
        "-1, -2.4851210257126413, -1.8410216450092634",
        "0, -0.9189385332046727, -0.6931471805599453",
        "0.5, -0.359827683745063819, -0.368946415288656393",
        "2, 0.6973835457882284, -0.023012909328963476",
    })
    void logarithmsAreRightToTheLastDigitsHoweverSmall(
            double z, double improvement, double probability) {
        assertThat(StandardNormal.logImprovement(z)).isEqualTo(improvement, digits(improvement));
        assertThat(StandardNormal.logProbability(z)).isEqualTo(probability, digits(probability));
    }

    @Test
    void nothingJumpsWhereFormulasChange() {
        for (double z : new double[] {-1, 6}) {
            double below = Math.nextDown(z);
            double above = Math.nextUp(z);
            assertThat(StandardNormal.logImprovement(below))
                    .isEqualTo(StandardNormal.logImprovement(above), within(1e-14));
            assertThat(StandardNormal.probability(below))
                    .isEqualTo(StandardNormal.probability(above), within(1e-15));
        }
    }

    private static Offset<Double> digits(double expected) {
        return within(4e-15 * Math.max(1, Math.abs(expected)));
    }

    @Test
    void quantilesAreThoseOfTheDistribution() {
        assertThat(StandardNormal.quantile(0.3)).isEqualTo(-0.5244005127080409, within(1e-15));
        assertThat(StandardNormal.quantile(1e-12)).isEqualTo(-7.034483825301131, within(1e-13));
        assertThat(StandardNormal.quantile(0.975)).isEqualTo(1.959963984540054, within(1e-14));
        assertThat(StandardNormal.quantile(0.5)).isZero();
    }

    @Test
    void slopesAreTheDerivatives() {
        double step = 1e-5;
        for (double z = -30; z < 9; z += 0.37) {
            double expected =
                    (StandardNormal.logImprovement(z + step)
                                    - StandardNormal.logImprovement(z - step))
                            / (2 * step);
            assertThat(StandardNormal.logImprovementSlope(z))
                    .isEqualTo(expected, within(1e-8 * (1 + Math.abs(expected))));
            double hazard =
                    (StandardNormal.logProbability(z + step)
                                    - StandardNormal.logProbability(z - step))
                            / (2 * step);
            assertThat(StandardNormal.hazard(z))
                    .isEqualTo(hazard, within(1e-8 * (1 + Math.abs(hazard))));
        }
    }
}
