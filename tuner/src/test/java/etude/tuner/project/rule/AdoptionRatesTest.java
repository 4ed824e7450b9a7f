package etude.tuner.project.rule;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.project.Lesson;
import etude.tuner.project.Lesson.Decision;
import java.util.Arrays;
import java.util.List;
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

    private static final Question DROPOUT = Regularizers.dropout();
    private static final Question FINAL_STUDY = new FinalStudy(List.of());

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

    private static Decision decide(Question question, Random random, double gain) {
        Best incumbent = Best.of(random, 0.05);
        Best candidate = Best.of(random, 0.05 - gain);
        double[] without = incumbent.again(random, 10);
        double[] with = candidate.again(random, 10);
        String round = "01-" + question.step().replace('_', '-');
        int seeds = 0;
        while (true) {
            MadeUpStudy study =
                    new MadeUpStudy(round)
                            .incumbent(incumbent.shown, Arrays.copyOf(without, seeds))
                            .candidate(candidate.shown, Arrays.copyOf(with, seeds));
            MadeUp state = state().round(round, study.study());
            Action action =
                    ((RuleState.Due) new RoundOf(question).judge(state.state())).draft().action();
            if (action instanceof Action.Conclude conclude) {
                Lesson lesson = conclude.lessons().get(0);
                return lesson.decision();
            }
            seeds = seeds == 0 ? 5 : 10;
        }
    }

    private static double adopted(Question question, double gain, int seed) {
        Random random = new Random(seed);
        int adopted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            adopted += decide(question, random, gain) == Decision.ADOPTED ? 1 : 0;
        }
        return (double) adopted / ROUNDS;
    }

    @Test
    void whatDoesNothingIsSeldomAdopted() {
        assertThat(adopted(DROPOUT, 0, 1)).isLessThan(0.08);
    }

    @Test
    void whatHelpsByTwoDeviationsIsSeldomMissed() {
        assertThat(1 - adopted(DROPOUT, 2 * DEVIATION, 3)).isLessThan(0.3);
    }

    /** Its candidates cost nothing where they do nothing; they are not to be worse. */
    @Test
    void theFinalStudyLaunchesTheBetterOfTwo() {
        assertThat(adopted(FINAL_STUDY, -DEVIATION, 4)).isLessThan(0.15);
        assertThat(1 - adopted(FINAL_STUDY, DEVIATION, 5)).isLessThan(0.25);
    }
}
