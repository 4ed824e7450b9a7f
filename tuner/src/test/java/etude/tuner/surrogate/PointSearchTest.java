package etude.tuner.surrogate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PointSearchTest {
    /** A space whose second coordinate exists where the third one is not 2. */
    private static final class Conditional implements PointSpace {
        @Override
        public List<Dimension> dimensions() {
            return Dimensions.ofEveryKind();
        }

        @Override
        public boolean isFree(int dimension) {
            return dimension != 3;
        }

        @Override
        public double[] masked(double[] point) {
            double[] masked = point.clone();
            masked[1] = point[2] == 2 ? Dimension.ABSENT : point[1];
            return masked;
        }
    }

    @Test
    void theMinimumOfABoxIsFoundAlsoAtItsSides() {
        BoxMinimizer box = new BoxMinimizer(new double[] {0, 0, 0}, new double[] {1, 1, 1}, 200);
        BoxMinimizer.Minimum minimum =
                box.from(
                        (x, gradient) -> {
                            gradient[0] = 200 * (x[0] - 0.3) - 20 * (x[1] - 0.8);
                            gradient[1] = 8 * (x[1] - 0.8) - 20 * (x[0] - 0.3);
                            gradient[2] = 1;
                            return 100 * (x[0] - 0.3) * (x[0] - 0.3)
                                    + 4 * (x[1] - 0.8) * (x[1] - 0.8)
                                    - 20 * (x[0] - 0.3) * (x[1] - 0.8)
                                    + x[2];
                        },
                        new double[] {0.9, 0.1, 0.5});

        assertThat(minimum.point()[0]).isEqualTo(0.3, within(1e-4));
        assertThat(minimum.point()[1]).isEqualTo(0.8, within(1e-4));
        assertThat(minimum.point()[2]).isZero();
    }

    @Test
    void searchesImproveOnTheirCandidatesAndKeepWhatIsFixed() {
        PointSpace space = new Conditional();
        List<double[]> points =
                Dimensions.points(Dimensions.ofEveryKind(), 15, 3).stream()
                        .map(p -> new double[] {p[0], Double.isNaN(p[1]) ? 0.5 : p[1], p[2], p[3]})
                        .map(space::masked)
                        .toList();
        double[] values = Dimensions.values(points);
        Beliefs beliefs = Fit.regression(space.dimensions(), points, values, Optional.empty());
        Acquisition acquisition =
                new Acquisition(
                        Regression.of(space.dimensions(), beliefs, points, values),
                        Optional.empty());
        List<double[]> candidates =
                IntStream.range(0, 30)
                        .mapToObj(i -> new double[] {(i % 6) / 5.0, (i % 5) / 4.0, i % 3, 0.5})
                        .toList();

        List<PointSearch.Found> found = new PointSearch(acquisition, space).from(candidates);

        double best =
                candidates.stream()
                        .mapToDouble(c -> acquisition.at(space.masked(c), new double[4]))
                        .max()
                        .orElseThrow();
        assertThat(found.get(0).worth()).isGreaterThanOrEqualTo(best);
        assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.worth(), a.worth()));
        assertThat(found).allMatch(one -> one.point()[3] == 0.5);
        assertThat(found).allMatch(one -> one.point()[0] >= 0 && one.point()[0] <= 1);
        assertThat(found).allMatch(one -> one.point()[2] == Math.rint(one.point()[2]));
    }
}
