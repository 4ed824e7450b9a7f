package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Objective;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class CurveVerdictsTest {
    private static final String VARIANCE = "Does the validation metric jump";
    private static final String LENGTH = "Is max_train_steps right";
    private static final Objective LOSS = new Objective("validation/loss", Mode.MIN);
    private static final String PERIODIC = "Is the validation metric free of periods";

    private static SyntheticStudy run(int count, IntToDoubleFunction errors) {
        return study().trial(trial(0).errors(count, errors));
    }

    /** Alternating by +-j: differences of 2 j, so the deviation is about 1.4 j. */
    private static SyntheticStudy jumping(double j) {
        return run(40, i -> 0.1 + (i % 2 == 0 ? j : -j));
    }

    /** 10 % of 2,000 examples are known to +-0.67 points. */
    @Test
    void varianceLateInTrainingIsRelativeToTheSamplingError() {
        good(
                jumping(0.008).verdict(VARIANCE),
                "in the last 25 % of training, where the validation set resolves 0.6");
        attention(jumping(0.011).verdict(VARIANCE), "points", "In this order: increase batch_size");
        problem(jumping(0.022).verdict(VARIANCE), "points", "Polyak averaging");
    }

    @Test
    void varianceOfALossIsRelativeToItsLevel() {
        attention(
                study().objective(LOSS)
                        .trial(
                                trial(0).metric("validation/loss")
                                        .errors(40, i -> 1 + (i % 2 == 0 ? 0.05 : -0.05)))
                        .verdict(VARIANCE),
                "% of its level",
                "In this order");
    }

    @Test
    void aTrendIsNoVariance() {
        good(run(40, i -> 1 - 0.02 * i).verdict(VARIANCE), "0.00 points");
        notKnown(run(10, i -> 0.1).verdict(VARIANCE), "fewer than 5 evaluations", "more often");
    }

    /** Better by this share in the last tenth, after a rest; the training loss falls throughout. */
    private static Run improving(double share) {
        return trial(0).errors(20, i -> i < 12 ? 0.2 : i < 18 ? 0.1 : 0.1 / (1 + share))
                .trainLosses(20, i -> 0.5 - 0.01 * i);
    }

    @Test
    void onePercentInTheLastQuarterIsImprovement() {
        good(study().trial(improving(0.009)).verdict(LENGTH), "Compute-bound: no");
        attention(
                study().trial(improving(0.2)).verdict(LENGTH),
                "Too short: in the last 25 % of training validation/error_rate still went from 10.00 % to 8.33 % in trial 0. Compute-bound: yes",
                "Raise max_train_steps");
        notKnown(run(1, i -> 0.1).verdict(LENGTH), "It needs 8 evaluations", "more often");
    }

    @Test
    void aDecayToZeroMakesTheLastStepsTheBest() {
        notKnown(
                study().trial(improving(0.2).decay(0)).verdict(LENGTH),
                "Only a comparison of lengths tells whether training is compute-bound",
                "Train trial 0 again with max_train_steps 4000");
        good(
                study().trial(improving(0.2).decay(0).trainLosses(20, i -> 2 * Math.exp(-0.5 * i)))
                        .verdict(LENGTH),
                "the training set is fitted");
    }

    @Test
    void aTrainingLossThatDoesNotFallIsNotComputeBound() {
        Run run = improving(0.2).trainLosses(20, i -> 0.5);
        assertThat(study().trial(run).verdict(LENGTH).answer().sentence())
                .contains("Too short")
                .doesNotContain("Compute-bound: yes");
    }

    /** Falls until the given share of training. */
    private static SyntheticStudy falling(double share) {
        return run(100, i -> Math.max(0.1, 0.1 * (2 - i / (100 * share))));
    }

    @Test
    void saturatedBeforeTheMiddle() {
        good(falling(0.52).verdict(LENGTH), "until step 5300 of 10000");
        attention(
                falling(0.48).verdict(LENGTH),
                "Longer than needed: in trial 0 validation/error_rate improved by more than 1.00 % and its noise until step",
                "Lower max_train_steps to about");
    }

    @Test
    void trainingLossThatStillFallsIsNotSaturated() {
        SyntheticStudy study =
                study().trial(trial(0).errors(100, i -> 0.1).trainLosses(100, i -> 3 - 0.02 * i))
                        .trial(trial(1).errors(100, i -> i < 50 ? 0.3 : 0.2));
        good(
                study.verdict(LENGTH),
                "until step 100, and train_evaluation/loss until step 10000, of 10000");
    }

    /** So many of 20 trials gain nothing after the share; the others until the middle. */
    private static SyntheticStudy bestSteps(int count, int at) {
        return study().trials(
                        20,
                        n ->
                                trial(n).errors(
                                                40,
                                                i ->
                                                        (i < (n < count ? at : 30) ? 2 : 1)
                                                                * (0.1 + 0.01 * n)));
    }

    @Test
    void nothingGainedAfterTheFirstTenth() {
        notKnown(
                bestSteps(2, 3).verdict(LENGTH),
                "Only 1 of the best 3 trials still improved in the last 25 % of training: of the best 3 trials, trial ",
                "Train trial 0 again with max_train_steps 8000 and compare.");
        attention(bestSteps(17, 3).verdict(LENGTH), "Longer than needed", "Lower max_train_steps");
        problem(
                bestSteps(18, 3).verdict(LENGTH),
                "Far too long: of the best 3 trials, trial 0 gained last: validation/error_rate improved by more than 1.00 % and its noise until step 400 of 4000",
                "Lower max_train_steps to about 600");
    }

    /** A period of 8 evaluations beneath noise of a fixed strength. */
    private static SyntheticStudy periodic(double amplitude) {
        SplittableRandom random = new SplittableRandom(11);
        return run(
                80,
                i ->
                        0.1
                                + 0.2 / (1 + i)
                                + 0.002 * random.nextDouble()
                                + amplitude * Math.sin(i * Math.PI / 4));
    }

    @Test
    void aPeriodIsABug() {
        problem(
                periodic(0.005).verdict(PERIODIC),
                "In trial 0 it repeats every 8 evaluations (about 800 steps)",
                "shuffled anew each epoch");
        good(periodic(0.0002).verdict(PERIODIC), "No period in 80 evaluations of trial 0");
        notKnown(
                run(39, i -> i % 2).verdict(PERIODIC),
                "needs 40 evaluations to be seen; trial 0 has 39",
                "more often");
    }
}
