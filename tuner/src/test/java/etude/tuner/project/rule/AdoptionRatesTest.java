package etude.tuner.project.rule;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.project.Lesson;
import etude.tuner.project.Lesson.Decision;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How often a round adopts what does nothing, and misses what helps, in made-up rounds: 12 trials
 * an arm whose settings cost up to some seeds' deviations, the best of each trained again as the
 * rule asks.
 */
final class AdoptionRatesTest {
    private static final int ROUNDS = 200;
    private static final int TRIALS = 12;

    /** Of one training, in the unit of the metric. */
    private static final double DEVIATION = 0.002;

    private static final Rule DROPOUT = new RoundOf(Regularizers.dropout());

    private static MadeUp state() {
        return new MadeUp().probe(64).budget("20s", "100h");
    }

    /** The best of an arm: what it showed, and what its settings are worth. */
    private record Best(double shown, double worth) {
        static Best of(Random random, double mean) {
            Best best = new Best(Double.POSITIVE_INFINITY, 0);
            for (int i = 0; i < TRIALS; i++) {
                double worth = mean - 3 * DEVIATION * Math.log(1 - random.nextDouble());
                double shown = worth + DEVIATION * random.nextGaussian();
                best = shown < best.shown ? new Best(shown, worth) : best;
            }
            return best;
        }

        double[] again(Random random, int seeds) {
            return random.doubles(seeds)
                    .map(ignored -> worth + DEVIATION * random.nextGaussian())
                    .toArray();
        }
    }

    private static Decision decide(Random random, double gain) {
        Best incumbent = Best.of(random, 0.05);
        Best candidate = Best.of(random, 0.05 - gain);
        double[] without = incumbent.again(random, 10);
        double[] with = candidate.again(random, 10);
        int seeds = 0;
        while (true) {
            MadeUpStudy study =
                    new MadeUpStudy("01-dropout")
                            .incumbent(incumbent.shown, Arrays.copyOf(without, seeds))
                            .candidate(candidate.shown, Arrays.copyOf(with, seeds));
            MadeUp state = state().round("01-dropout", study.study());
            Action action = ((RuleState.Due) DROPOUT.judge(state.state())).draft().action();
            if (action instanceof Action.Conclude conclude) {
                Lesson lesson = conclude.lessons().get(0);
                return lesson.decision();
            }
            seeds = seeds == 0 ? 5 : 10;
        }
    }

    private static double adopted(double gain, int seed) {
        Random random = new Random(seed);
        int adopted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            adopted += decide(random, gain) == Decision.ADOPTED ? 1 : 0;
        }
        return (double) adopted / ROUNDS;
    }

    @Test
    void whatDoesNothingIsSeldomAdopted() {
        assertThat(adopted(0, 1)).isLessThan(0.08);
    }

    @Test
    void whatHelpsByTwoDeviationsIsSeldomMissed() {
        assertThat(1 - adopted(2 * DEVIATION, 3)).isLessThan(0.3);
    }
}
