package etude.tuner.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.statistics.RegressionTree.Leaf;
import etude.tuner.analysis.statistics.RegressionTree.Sample;
import etude.tuner.analysis.statistics.RegressionTree.Split;
import etude.tuner.sequence.QuasiRandom;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ImportanceTest {
    /**
     * f is 0 for x below 1/2, else 2 for y below 1/4 and 4 above: mean 1.75, variance 3.1875. The
     * mean over y is 0 and 3.5, which varies by 3.0625; that over x is 1 and 2, by 0.1875.
     */
    @Test
    void aTreeOfThreeLeavesByHand() {
        RegressionTree tree =
                new Split(0, 0.5, new Leaf(0), new Split(1, 0.25, new Leaf(2), new Leaf(4)));
        double variance = 0.5 * 1.75 * 1.75 + 0.125 * 0.0625 + 0.375 * 2.25 * 2.25;
        double[] shares = FunctionalAnova.shares(tree, 2);
        assertThat(shares[0]).isCloseTo(3.0625 / variance, within(1e-12));
        assertThat(shares[1]).isCloseTo(0.1875 / variance, within(1e-12));
    }

    @Test
    void aConstantHasNoShares() {
        assertThat(FunctionalAnova.shares(new Leaf(3), 2)).containsExactly(0, 0);
    }

    @Test
    void theFirstSplitLowersTheErrorMost() {
        Sample[] samples = {
            new Sample(new double[] {0.1, 0.9}, 1),
            new Sample(new double[] {0.2, 0.1}, 1),
            new Sample(new double[] {0.6, 0.8}, 5),
            new Sample(new double[] {0.8, 0.2}, 5)
        };
        assertThat(RegressionTree.grow(samples))
                .isEqualTo(new Split(0, 0.4, new Leaf(1), new Leaf(5)));
    }

    @Test
    void onlyTheVariableThatMattersMatters() {
        Importance importance = measure(3, 60, p -> Math.abs(p[1] - 0.3));
        assertThat(importance.shares().get(1)).isGreaterThan(0.85);
        assertThat(importance.shares().get(0)).isLessThan(0.05);
        assertThat(importance.explained()).isGreaterThan(0.8);
    }

    /** For 2 x + y the variances are 4/12 and 1/12. */
    @Test
    void additiveVariablesShareAsTheirVariances() {
        Importance importance = measure(2, 400, p -> 2 * p[0] + p[1]);
        assertThat(importance.shares().get(0)).isCloseTo(0.8, within(0.03));
        assertThat(importance.shares().get(1)).isCloseTo(0.2, within(0.03));
    }

    /** (x - 1/2) (y - 1/2) has no main effects at all. */
    @Test
    void aProductIsInteraction() {
        Importance importance = measure(2, 400, p -> (p[0] - 0.5) * (p[1] - 0.5));
        assertThat(importance.interactions()).isGreaterThan(0.8);
    }

    /** Values that no coordinate explains. */
    @Test
    void noiseIsNotExplained() {
        SplittableRandom noise = new SplittableRandom(2);
        Importance importance = measure(2, 60, p -> noise.nextDouble());
        assertThat(importance.explained()).isLessThan(0.3);
    }

    /** Two of four matter; the others' shares are what chance gives, in 5 of 6 studies. */
    @Test
    void whatDoesNotMatterIsNoMoreThanChance() {
        int wrong = 0;
        int missed = 0;
        for (int study = 0; study < 6; study++) {
            QuasiRandom sequence = new QuasiRandom(study, 4);
            List<double[]> points = LongStream.range(0, 40).mapToObj(sequence::point).toList();
            double[] values =
                    points.stream()
                            .mapToDouble(p -> Math.abs(p[1] - 0.3) + Math.abs(p[2] - 0.6))
                            .toArray();
            Importance importance = Importance.of(points, values);
            PedAnova best = PedAnova.of(points, values);
            boolean claimed =
                    importance.beyondChance().get(0)
                            || importance.beyondChance().get(3)
                            || best.beyondChance().get(0)
                            || best.beyondChance().get(3);
            wrong += claimed ? 1 : 0;
            missed += importance.beyondChance().subList(1, 3).contains(true) ? 0 : 1;
        }
        assertThat(wrong).isLessThanOrEqualTo(1);
        assertThat(missed).isLessThanOrEqualTo(1);
    }

    /** The best tenth of 100 lies within 0.05 of 0.3 in the dimension that matters. */
    @Test
    void pedAnovaFindsWhatSetsTheBestApart() {
        QuasiRandom sequence = new QuasiRandom(4, 3);
        List<double[]> points = LongStream.range(0, 100).mapToObj(sequence::point).toList();
        PedAnova best =
                PedAnova.of(
                        points, points.stream().mapToDouble(p -> Math.abs(p[1] - 0.3)).toArray());
        assertThat(best.shares().get(1)).isGreaterThan(0.7);
        assertThat(best.shares().stream().mapToDouble(s -> s).sum()).isCloseTo(1, within(1e-12));
        assertThat(best.beyondChance().get(1)).isTrue();
    }

    private static Importance measure(int dimensions, int count, ToDoubleFunction<double[]> f) {
        QuasiRandom sequence = new QuasiRandom(4, dimensions);
        List<double[]> points = LongStream.range(0, count).mapToObj(sequence::point).toList();
        return Importance.of(points, points.stream().mapToDouble(f).toArray());
    }
}
