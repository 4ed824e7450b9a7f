package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Role;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class CurveVerdictsTest {
    private static final String BEST_OVERFITS = "Does the best trial of each arm overfit";
    private static final String ANY_OVERFITS = "Does any trial overfit";
    private static final String VARIANCE = "Does the validation metric jump";
    private static final String IMPROVING = "Is training still improving";
    private static final String SATURATED = "Has training saturated";
    private static final String BEST_STEP = "Is max_train_steps right";
    private static final String COMPUTE = "Is training compute-bound";
    private static final String PERIODIC = "Is the validation metric free of periods";

    /** Best in the middle, then a smooth rise by this share while the training loss falls. */
    private static Run rising(int number, double best, double share) {
        return trial(number)
                .errors(
                        20,
                        i ->
                                i < 10
                                        ? best * (2 - i / 9.0)
                                        : best * (1 + share * Math.min(1, (i - 9) / 8.0)))
                .trainLosses(20, i -> 2 - 0.1 * i);
    }

    @Test
    void fivePercentOfRiseIsOverfitting() {
        good(
                study().trial(rising(0, 0.1, 0.04)).verdict(BEST_OVERFITS),
                "within 5.00 % of its best in trial 0");
        problem(
                study().trial(rising(0, 0.1, 0.06)).verdict(BEST_OVERFITS),
                "Trial 0: validation/error_rate rises from 10.00 % at step 1000 to 10.60 % at the end",
                "run the study again before comparing");
    }

    @Test
    void aRiseOfBothLossesIsNotOverfitting() {
        Run run = rising(0, 0.1, 0.2).trainLosses(20, i -> i < 10 ? 2 - 0.1 * i : 1.5);
        good(study().trial(run).verdict(BEST_OVERFITS), "No");
    }

    @Test
    void aRiseWithinNoiseIsNotOverfitting() {
        SplittableRandom random = new SplittableRandom(3);
        Run run =
                trial(0).errors(40, i -> 0.1 + 0.02 * random.nextDouble())
                        .trainLosses(40, i -> 2 - 0.01 * i);
        good(study().trial(run).verdict(BEST_OVERFITS), "");
    }

    @Test
    void whereRegularizationIsTheQuestionOverfittingIsExpected() {
        SyntheticStudy study =
                study().choices("dropout", Role.SCIENTIFIC, "0", "0.1")
                        .trial(rising(0, 0.1, 0.2).with("dropout", "0"));
        attention(
                study.verdict(BEST_OVERFITS),
                "rises",
                "Expected where regularization is the question");
    }

    @Test
    void overfittingInOtherTrialsFavoursTheBest() {
        SyntheticStudy study = study().trial(rising(0, 0.1, 0)).trial(rising(1, 0.2, 0.3));
        good(study.verdict(BEST_OVERFITS), "trial 0");
        attention(
                study.verdict(ANY_OVERFITS),
                "1 of 2 trials. Trial 1",
                "favours settings that train badly");
        good(study().trial(rising(0, 0.1, 0)).verdict(ANY_OVERFITS), "None of 1 trial");
    }

    @Test
    void tooFewEvaluationsSayNothingOfOverfitting() {
        notKnown(
                study().trial(trial(0).errors(0.1, 0.2)).verdict(BEST_OVERFITS),
                "6 evaluations",
                "Evaluate more often");
    }

    private static SyntheticStudy run(int count, IntToDoubleFunction errors) {
        return study().trial(trial(0).errors(count, errors));
    }

    /** Alternating by +-j: differences of 2 j, so the deviation is about 1.4 j. */
    private static SyntheticStudy jumping(double j) {
        return run(40, i -> 0.1 + (i % 2 == 0 ? j : -j));
    }

    @Test
    void varianceLateInTrainingIsRelativeToTheLevel() {
        good(
                jumping(0.003).verdict(VARIANCE),
                "from one evaluation to the next in the last 25 % of training");
        attention(jumping(0.005).verdict(VARIANCE), "(7", "In this order: increase batch_size");
        problem(jumping(0.01).verdict(VARIANCE), "points", "Polyak averaging");
    }

    @Test
    void aTrendIsNoVariance() {
        good(run(40, i -> 1 - 0.02 * i).verdict(VARIANCE), "0.00 points");
        notKnown(run(10, i -> 0.1).verdict(VARIANCE), "fewer than 5 evaluations", "more often");
    }

    /** Constant until the last tenth, then better by this share. */
    private static SyntheticStudy improving(double share) {
        return run(20, i -> i < 18 ? 0.1 : 0.1 / (1 + share));
    }

    @Test
    void onePercentInTheLastTenthIsImprovement() {
        good(improving(0.009).verdict(IMPROVING), "0 of the best trial improved");
        attention(
                improving(0.011).verdict(IMPROVING), "trial 0 by 1.10 %", "Raise max_train_steps");
        notKnown(run(1, i -> 0.1).verdict(IMPROVING), "No evaluation lies before", "more often");
    }

    /** Falls until the given share of training. */
    private static SyntheticStudy falling(double share) {
        return run(100, i -> Math.max(0.1, 0.1 * (2 - i / (100 * share))));
    }

    @Test
    void saturatedBeforeTheMiddle() {
        good(falling(0.52).verdict(SATURATED), "step 5300 of 10000");
        attention(
                falling(0.48).verdict(SATURATED),
                "In trial 0 validation/error_rate last gained 1.00 % or more at step",
                "Lower max_train_steps to about");
    }

    @Test
    void trainingLossThatStillFallsIsNotSaturated() {
        SyntheticStudy study =
                study().trial(trial(0).errors(100, i -> 0.1).trainLosses(100, i -> 3 - 0.02 * i));
        good(
                study.verdict(SATURATED),
                "validation/error_rate last gained 1.00 % or more at step 100 and train_evaluation/loss at step 10000 of 10000");
    }

    /** So many of 20 trials have the best step at the share; the others in the middle. */
    private static SyntheticStudy bestSteps(int count, int at) {
        return study().trials(
                        20, n -> trial(n).errors(40, i -> i == (n < count ? at : 20) ? 0.1 : 0.2));
    }

    @Test
    void bestStepsAlwaysInTheFirstTenth() {
        good(
                bestSteps(17, 3).verdict(BEST_STEP),
                "Of 20 feasible trials, 17 had the best step in the first 10 %");
        problem(bestSteps(18, 3).verdict(BEST_STEP), "18 had", "far too high");
        good(bestSteps(18, 4).verdict(BEST_STEP), "0 had");
    }

    @Test
    void bestStepsConsistentlyInTheLastQuarter() {
        good(bestSteps(14, 35).verdict(BEST_STEP), "14 in the last 25 %");
        attention(
                bestSteps(15, 35).verdict(BEST_STEP), "15 in the last", "Longer training may help");
    }

    /** Both constant until the last tenth, then better by these shares. */
    private static SyntheticStudy trainLoss(double fall, double gain) {
        return study().trial(
                        trial(0).errors(20, i -> i < 18 ? 0.1 * (1 + gain) : 0.1)
                                .trainLosses(20, i -> i < 18 ? 0.5 * (1 + fall) : 0.5));
    }

    @Test
    void trainingThatStillImprovesIsComputeBound() {
        good(
                trainLoss(0.009, 0.1).verdict(COMPUTE),
                "No. In the last 10 % of training of trial 0, train_evaluation/loss fell by 0.90 %, to 0.5, and validation/error_rate improved by 10 %.");
        attention(
                trainLoss(0.011, 0.011).verdict(COMPUTE),
                "Yes, as far as this length shows",
                "short runs first");
        notKnown(
                run(20, i -> 0.1).verdict(COMPUTE),
                "There is no train_evaluation/loss",
                "train_examples");
    }

    @Test
    void aTrainingLossThatFallsAloneIsNotComputeBound() {
        good(trainLoss(0.5, 0.009).verdict(COMPUTE), "No.");
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
                "In trial 0 it repeats every 8 evaluations (800 steps)",
                "shuffled anew each epoch");
        good(periodic(0.0002).verdict(PERIODIC), "No period in 80 evaluations of trial 0");
        notKnown(
                run(39, i -> i % 2).verdict(PERIODIC),
                "needs 40 evaluations to be seen; trial 0 has 39",
                "more often");
    }

    @Test
    void theBestTrialOfEachArmIsExamined() {
        SyntheticStudy study =
                study().arms("x=a", "x=b")
                        .trial(rising(0, 0.1, 0))
                        .trial(rising(1, 0.2, 0.3).arm(1));
        problem(study.verdict(BEST_OVERFITS), "Trial 1", "Regularize");
        assertThat(study.verdict(BEST_OVERFITS).plot()).isEqualTo("training-curves");
    }
}
