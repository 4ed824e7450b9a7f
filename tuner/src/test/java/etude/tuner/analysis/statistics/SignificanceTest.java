package etude.tuner.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.statistics.Clustering.Region;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SignificanceTest {
    /** Fisher's lady who tastes tea: of 8 cups she names 3 of the 4 rightly, or all. */
    @Test
    void fishersTea() {
        FisherExact test = new FisherExact(8, 4);
        assertThat(test.atLeast(4, 3)).isCloseTo(17 / 70.0, within(1e-12));
        assertThat(test.atLeast(4, 4)).isCloseTo(1 / 70.0, within(1e-12));
        assertThat(test.atLeast(6, 2)).isCloseTo(1, within(1e-12));
    }

    /** Tables of the studentized range, infinite degrees of freedom. */
    @Test
    void rangesOfNormalNumbers() {
        assertThat(Normal.rangeQuantile(0.95, 2)).isCloseTo(2.7718, within(1e-3));
        assertThat(Normal.rangeQuantile(0.95, 3)).isCloseTo(3.3145, within(1e-3));
        assertThat(Normal.rangeQuantile(0.99, 20)).isCloseTo(5.6447, within(1e-3));
    }

    @Test
    void binomialTails() {
        assertThat(Binomial.atLeast(2, 10, 0.1)).isCloseTo(0.2639, within(1e-4));
        assertThat(Binomial.atLeast(0, 10, 0.1)).isEqualTo(1);
    }

    /** Of the 6 orders of three one has no pair wrong and two more have one. */
    @Test
    void kendallCountsPairs() {
        assertThat(Kendall.rising(new double[] {1, 2, 3}, new double[] {4, 5, 6}))
                .isCloseTo(1 / 6.0, within(1e-12));
        assertThat(Kendall.rising(new double[] {1, 2, 3}, new double[] {5, 4, 6}))
                .isCloseTo(0.5, within(1e-12));
        assertThat(Kendall.rising(new double[] {1, 2, 3}, new double[] {5, 5, 6}))
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void manyPairsAreAsGoodAsNormal() {
        double[] x = new double[41];
        double[] y = new double[41];
        Arrays.setAll(x, i -> i);
        Arrays.setAll(y, i -> i * 17 % 41);
        double exact = Kendall.rising(Arrays.copyOf(x, 40), Arrays.copyOf(y, 40));
        assertThat(Kendall.rising(x, y)).isCloseTo(exact, within(0.1));
        assertThat(Kendall.rising(x, x)).isLessThan(1e-9);
    }

    @Test
    void quantilesOfTheNormalAndOfStudent() {
        assertThat(Normal.quantile(0.975)).isCloseTo(1.95996, within(0.0005));
        assertThat(Normal.quantile(0.1)).isCloseTo(-1.28155, within(0.0005));
        assertThat(Normal.probability(1.95996)).isCloseTo(0.975, within(1e-6));
        assertThat(Normal.student(0.975, 2)).isCloseTo(4.303, within(0.13));
        assertThat(Normal.student(0.975, 4)).isCloseTo(2.776, within(0.01));
        assertThat(Normal.student(0.975, Double.POSITIVE_INFINITY)).isCloseTo(1.96, within(0.001));
    }

    @Test
    void aFallToTheEdgeIsSeen() {
        double[] distances = {0.05, 0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95};
        assertThat(EdgeTrend.probability(distances, distances)).isLessThan(0.002);
        double[] inside = Arrays.stream(distances).map(d -> Math.abs(d - 0.4)).toArray();
        assertThat(EdgeTrend.probability(distances, inside)).isEqualTo(1);
        assertThat(EdgeTrend.probability(new double[] {1, 2, 3, 4}, new double[] {1, 2, 3, 4}))
                .isEqualTo(1);
    }

    @Test
    void theLowestPointOfAParabola() {
        double[] x = {0.1, 0.3, 0.4, 0.6, 0.7, 0.9, 1};
        double[] y = Arrays.stream(x).map(v -> 2 + (v + 0.3) * (v + 0.3)).toArray();
        assertThat(EdgeTrend.lowest(x, y).orElseThrow()).isCloseTo(-0.3, within(1e-9));
        assertThat(EdgeTrend.lowest(x, Arrays.stream(y).map(v -> -v).toArray())).isEmpty();
    }

    /** Standard normal numbers, of which the best five lie as far apart as expected. */
    @Test
    void theLargestDeviationOfSeedsIsThatOfNormalTrials() {
        double[] costs = new double[20];
        Arrays.setAll(costs, i -> 3 * Normal.expectedOrderStatistic(i + 1, 20));
        assertThat(Retraining.largestDeviation(costs).orElseThrow()).isCloseTo(3, within(1e-9));
        assertThat(Retraining.largestDeviation(new double[4])).isEmpty();
    }

    @Test
    void rerunsAreCountedForAPowerOfEightyPercent() {
        // (1.96 + 0.84)^2 = 7.85 variances of the mean of one difference
        assertThat(Retraining.needed(1, 2, 0, 0.975)).isEqualTo(16);
        assertThat(Retraining.needed(1, 2, 0.06, 0.975)).isEqualTo(30);
        assertThat(Retraining.needed(1, 2, 0.2, 0.975)).isInfinite();
        assertThat(
                        Retraining.variance(
                                List.of(
                                        new double[] {1, 3},
                                        new double[] {5, 5, 5},
                                        new double[] {9})))
                .isCloseTo(2 / 3.0, within(1e-12));
    }

    @Test
    void differencesOfPairsCountExamplesThatOnlyOneGotRight() {
        BitSet one = new BitSet();
        one.set(0, 90);
        BitSet other = new BitSet();
        other.set(6, 92);
        assertThat(SamplingError.ofDifference(one, other, 100))
                .isCloseTo(Math.sqrt(8 - 16 / 100.0) / 100, within(1e-12));
    }

    /** Five of twenty things lie together; of ten regions one holds them. */
    @Test
    void aClusterIsFoundAndChanceIsNot() {
        List<Region> regions =
                IntStream.range(0, 10)
                        .mapToObj(i -> new Region(range(2 * i, 2 * i + 5), 0))
                        .toList();
        Clustering clustering = new Clustering(regions);
        assertThat(clustering.find(range(0, 25), range(6, 11), 0.05)).hasValue(3);
        SplittableRandom random = new SplittableRandom(3);
        int found = 0;
        for (int i = 0; i < 100; i++) {
            BitSet marked = new BitSet();
            while (marked.cardinality() < 6) {
                marked.set(random.nextInt(25));
            }
            found += clustering.find(range(0, 25), marked, 0.05).isPresent() ? 1 : 0;
        }
        assertThat(found).isLessThanOrEqualTo(7);
    }

    private static BitSet range(int from, int to) {
        BitSet set = new BitSet();
        set.set(from, to);
        return set;
    }
}
