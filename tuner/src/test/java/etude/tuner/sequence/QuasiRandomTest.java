package etude.tuner.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QuasiRandomTest {
    private static final int SEEDS = 60;

    @Test
    void discrepancyAgreesWithScipy() {
        double[][] points = {{0.1, 0.2}, {0.7, 0.4}, {0.35, 0.95}, {0.8, 0.6}};
        // scipy 1.17.1: qmc.discrepancy(points, method="CD")
        assertThat(Discrepancy.centred(points)).isCloseTo(0.024047829861110648, within(1e-15));
    }

    /** SciPy's own scrambled Halton reaches 0.0112, 0.00084 and 0.0941. */
    @ParameterizedTest
    @CsvSource({"4, 20, 0.0120", "4, 100, 0.00092", "8, 20, 0.098"})
    void fillsTheCubeEvenly(int dimensions, int points, double bar) {
        double[] found = new double[SEEDS];
        for (int seed = 1; seed <= SEEDS; seed++) {
            found[seed - 1] =
                    Discrepancy.centred(points(new QuasiRandom(seed, dimensions), points));
        }
        assertThat(median(found)).isLessThanOrEqualTo(bar);
    }

    @Test
    void twentyPointsReachMostOfTwentyBinsOnEveryAxis() {
        for (int d = 0; d < 8; d++) {
            double[] filled = new double[SEEDS];
            for (int seed = 1; seed <= SEEDS; seed++) {
                int axis = d;
                filled[seed - 1] =
                        Arrays.stream(points(new QuasiRandom(seed, 8), 20))
                                .mapToInt(point -> (int) (20 * point[axis]))
                                .distinct()
                                .count();
            }
            assertThat(median(filled)).as("median on axis %d", d).isGreaterThanOrEqualTo(14);
            assertThat(Arrays.stream(filled).min().orElseThrow()).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void everyPowerOfTheBaseHasOnePointInEachCell() {
        QuasiRandom sequence = new QuasiRandom(5, 3);
        int[] bases = {2, 3, 5};
        for (int d = 0; d < bases.length; d++) {
            int cells = bases[d] * bases[d];
            int axis = d;
            assertThat(
                            IntStream.range(0, cells)
                                    .map(i -> (int) (cells * sequence.point(i)[axis] + 1e-9))
                                    .sorted())
                    .containsExactlyElementsOf(IntStream.range(0, cells).boxed().toList());
        }
    }

    @Test
    void firstPointIsUniformOverSeeds() {
        double[] first =
                LongStream.rangeClosed(1, 2000)
                        .mapToDouble(seed -> new QuasiRandom(seed, 8).point(0)[7])
                        .toArray();
        // Standard errors over 2,000 uniform numbers: 0.0065 of the mean, 0.0017 of the variance.
        double mean = Arrays.stream(first).average().orElseThrow();
        double variance =
                Arrays.stream(first).map(x -> (x - 0.5) * (x - 0.5)).average().orElseThrow();
        assertThat(mean).isCloseTo(0.5, within(0.02));
        assertThat(variance).isCloseTo(1.0 / 12, within(0.006));
    }

    @Test
    void anotherDimensionLeavesTheFirstOnesAlone() {
        for (int i = 0; i < 100; i++) {
            assertThat(Arrays.copyOf(new QuasiRandom(17, 5).point(i), 4))
                    .isEqualTo(new QuasiRandom(17, 4).point(i));
        }
    }

    @Test
    void anotherSeedIsAnotherSetOfPoints() {
        double[][] one = points(new QuasiRandom(1, 2), 20);
        double[][] two = points(new QuasiRandom(2, 2), 20);
        assertThat(Arrays.stream(one).flatMapToDouble(Arrays::stream).boxed())
                .doesNotContainAnyElementsOf(
                        Arrays.stream(two).flatMapToDouble(Arrays::stream).boxed().toList());
    }

    @Test
    void pointsDependOnNothingButSeedAndNumber() {
        QuasiRandom sequence = new QuasiRandom(3, 2);
        QuasiRandom again = new QuasiRandom(3, 2);
        for (int i = 0; i < 50; i++) {
            assertThat(sequence.point(i)).isEqualTo(again.point(i)).doesNotHaveDuplicates();
        }
    }

    @Test
    void neverReachesOneAndTakesTheLargestNumber() {
        QuasiRandom sequence = new QuasiRandom(9, 8);
        for (long number : new long[] {0, 1, Integer.MAX_VALUE, Long.MAX_VALUE}) {
            for (double coordinate : sequence.point(number)) {
                assertThat(coordinate).isBetween(0.0, Math.nextDown(1.0));
            }
        }
    }

    /** Points of finished studies must stay what they were; exact fractions agree to 3e-16. */
    @Test
    void pointsAreThoseOfTheFirstRelease() {
        QuasiRandom sequence = new QuasiRandom(17, 3);
        assertThat(sequence.point(0)).containsExactly(GOLDEN[0]);
        assertThat(sequence.point(1)).containsExactly(GOLDEN[1]);
        assertThat(sequence.point(123456789)).containsExactly(GOLDEN[2]);
    }

    private static final double[][] GOLDEN = {
        {0.9730935746082799, 0.8808365971832286, 0.8519250534079637},
        {0.47309357460827994, 0.21416993051656202, 0.05192505340796357},
        {0.31908345010371375, 0.801404523057691, 0.3510488186559636}
    };

    private static double[][] points(PointSequence sequence, int count) {
        return LongStream.range(0, count).mapToObj(sequence::point).toArray(double[][]::new);
    }

    private static double median(double[] values) {
        double[] sorted = Arrays.stream(values).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
