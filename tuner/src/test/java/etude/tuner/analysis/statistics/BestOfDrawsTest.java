package etude.tuner.analysis.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class BestOfDrawsTest {
    private static final double[] SIX = {6, 1, 5, 2, 4, 3};

    /** Of the 20 halves 10 hold 1, 6 more hold 2, 3 more hold 3, and 1 has 4 as its best. */
    @Test
    void halvesOfSixAreCounted() {
        assertThat(BestOfDraws.withoutReplacement(SIX, 3, 0.1)).isEqualTo(1);
        assertThat(BestOfDraws.withoutReplacement(SIX, 3, 0.5)).isEqualTo(1);
        assertThat(BestOfDraws.withoutReplacement(SIX, 3, 0.51)).isEqualTo(2);
        assertThat(BestOfDraws.withoutReplacement(SIX, 3, 0.8)).isEqualTo(2);
        assertThat(BestOfDraws.withoutReplacement(SIX, 3, 0.9)).isEqualTo(3);
        assertThat(BestOfDraws.withoutReplacement(SIX, 3, 1)).isEqualTo(4);
    }

    @Test
    void allOfThemHoldTheBest() {
        assertThat(BestOfDraws.withoutReplacement(SIX, 6, 0.99)).isEqualTo(1);
    }

    /** One draw is uniform; two draws miss the r best with probability ((6 - r) / 6)^2. */
    @Test
    void drawsWithReplacement() {
        assertThat(BestOfDraws.withReplacement(SIX, 1, 0.5)).isEqualTo(3);
        // 1 - (4/6)^2 = 0.556 is the first that reaches a half
        assertThat(BestOfDraws.withReplacement(SIX, 2, 0.5)).isEqualTo(2);
        // 1 - (3/6)^2 = 0.75 exactly
        assertThat(BestOfDraws.withReplacement(SIX, 2, 0.75)).isEqualTo(3);
    }

    @Test
    void infeasibleTrialsAreTheWorst() {
        double[] costs = {1, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        assertThat(BestOfDraws.withReplacement(costs, 1, 0.5)).isInfinite();
        assertThat(BestOfDraws.withReplacement(costs, 3, 0.5)).isEqualTo(1);
    }

    /** The playbook's simulation, with many draws, gives the same order statistic. */
    @Test
    void simulationAgrees() {
        SplittableRandom random = new SplittableRandom(3);
        double[] costs = random.doubles(30).toArray();
        double[] bests = new double[100_000];
        for (int i = 0; i < bests.length; i++) {
            bests[i] = random.ints(7, 0, 30).mapToDouble(j -> costs[j]).min().orElseThrow();
        }
        Arrays.sort(bests);
        for (double quantile : new double[] {0.05, 0.25, 0.5, 0.75, 0.95}) {
            assertThat(BestOfDraws.withReplacement(costs, 7, quantile))
                    .isEqualTo(bests[(int) (quantile * bests.length)]);
        }
    }
}
