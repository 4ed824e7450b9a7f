package etude.tuner.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.record.StudyRecord;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * How often the judgement on a short training is wrong, on made-up ones whose truth is known: 30
 * steps as after a warmup of 10, and 300, with losses of small batches.
 */
final class RateCourseTest {
    private static final int TRAININGS = 150;
    private static final double CHANCE = Math.log(10);

    /** The level at a share of training. */
    private interface Level extends IntToDoubleFunction {}

    private static double unstable(int steps, Level level) {
        int unstable = 0;
        for (int i = 0; i < TRAININGS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            StudyRecord study =
                    SyntheticStudy.study()
                            .learningRate()
                            .trial(
                                    Run.trial(0)
                                            .learningRate(1)
                                            .errors(0.2)
                                            .stepLosses(
                                                    steps,
                                                    step ->
                                                            level.applyAsDouble(step)
                                                                    * (1
                                                                            + 0.08
                                                                                    * random
                                                                                            .nextGaussian())))
                            .data();
            unstable += RateCourse.of(study, study.trials().get(0)).isStable() ? 0 : 1;
        }
        return (double) unstable / TRAININGS;
    }

    @Test
    void aTrainingThatLearnsIsSeldomCalledUnstable() {
        for (int steps : new int[] {30, 300}) {
            assertThat(unstable(steps, step -> 0.5 + 1.8 * Math.exp(-4.0 * step / steps)))
                    .as("%d steps that fall throughout", steps)
                    .isLessThan(0.05);
            assertThat(unstable(steps, step -> CHANCE * (1 - 0.25 * step / steps)))
                    .as("%d steps that fall slowly", steps)
                    .isLessThan(0.05);
        }
    }

    @Test
    void instabilityIsSeldomMissed() {
        for (int steps : new int[] {30, 300}) {
            int warm = steps / 3;
            assertThat(unstable(steps, step -> step < warm ? CHANCE : 2 * CHANCE))
                    .as("%d steps that rise after the warmup", steps)
                    .isGreaterThan(0.9);
            assertThat(
                            unstable(
                                    steps,
                                    step ->
                                            step < warm
                                                    ? CHANCE * (1 - 0.5 * step / warm)
                                                    : CHANCE))
                    .as("%d steps that lose what the warmup gained", steps)
                    .isGreaterThan(0.9);
            assertThat(unstable(steps, step -> CHANCE))
                    .as("%d steps that learn nothing", steps)
                    .isGreaterThan(0.9);
        }
    }
}
