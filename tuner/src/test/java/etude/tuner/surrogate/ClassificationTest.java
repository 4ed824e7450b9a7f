package etude.tuner.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

/** Expected numbers: the mode found by scipy 1.17.1's BFGS, the rest by numpy. */
final class ClassificationTest {
    private static final List<double[]> POINTS =
            List.of(
                    new double[] {0.1, 0.2},
                    new double[] {0.4, 0.9},
                    new double[] {0.7, 0.3},
                    new double[] {0.95, 0.8},
                    new double[] {0.5, 0.5});
    private static final List<Boolean> GOOD = List.of(true, true, false, false, true);
    private static final Beliefs BELIEFS = new Beliefs(List.of(0.5, 1.2), 4, 0, 5, false);

    @Test
    void probabilitiesAreThoseOfTheTextbook() {
        Classification model = Classification.of(Dimensions.continuous(2), BELIEFS, POINTS, GOOD);

        assertThat(model.probability(new double[] {0.3, 0.6})).isEqualTo(PROBABILITY, within(1e-6));
    }

    @Test
    void theEvidenceIsThatOfTheTextbook() {
        Kernel kernel = BELIEFS.kernel(Dimensions.continuous(2));
        DMatrixRMaj covariances = new DMatrixRMaj(5, 5);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                covariances.set(i, j, kernel.between(POINTS.get(i), POINTS.get(j)));
            }
        }

        assertThat(Latent.of(covariances, GOOD, Classification.mean(GOOD)).logEvidence())
                .isEqualTo(EVIDENCE, within(1e-6));
    }

    @Test
    void aSharpBoundaryIsFound() {
        List<Dimension> dimensions = Dimensions.continuous(2);
        List<double[]> points = Dimensions.points(dimensions, 60, 9);
        List<Boolean> good = points.stream().map(p -> p[0] + p[1] < 1.2).toList();
        Classification model =
                Classification.of(
                        dimensions,
                        Classification.fit(dimensions, points, good, Optional.empty()),
                        points,
                        good);

        List<double[]> others = Dimensions.points(dimensions, 400, 10);
        long right =
                others.stream()
                        .filter(p -> model.probability(p) > 0.5 == p[0] + p[1] < 1.2)
                        .count();

        assertThat(right).isGreaterThan(375);
        assertThat(model.probability(new double[] {0.1, 0.1})).isGreaterThan(0.75);
        assertThat(model.probability(new double[] {0.95, 0.95})).isLessThan(0.15);
    }

    private static final double PROBABILITY = 0.8281611904213563;
    private static final double EVIDENCE = -3.4691159695444447;
}
