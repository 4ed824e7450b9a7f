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
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class InstabilityVerdictsTest {
    private static final String ABOVE = "Is training stable at learning rates just above";
    private static final String FALLS = "Does the training loss fall";
    private static final String EARLY = "Is training stable in its first";

    /** The best rate is 0.01; four trials lie above it, of which the lowest so many diverge. */
    private static SyntheticStudy above(int unstable) {
        return below().trial(
                        trial(0).learningRate(0.01).errors(10, i -> 0.1).gradientNorms(101, i -> i))
                .trials(
                        4,
                        i -> {
                            Run run =
                                    trial(1 + i).learningRate(0.02 * (1 + i)).errors(10, e -> 0.2);
                            return i < unstable ? run.infeasible(new Infeasible.Diverged(7)) : run;
                        })
                .trial(trial(9).learningRate(0.5).infeasible(new Infeasible.Diverged(7)));
    }

    /** Six stable trials with lower rates. */
    private static SyntheticStudy below() {
        return study().learningRate()
                .trials(
                        6,
                        i ->
                                trial(20 + i)
                                        .learningRate(0.001 * (1 + i))
                                        .errors(10, e -> 0.2)
                                        .trainLosses(10, e -> 2 - 0.1 * e));
    }

    @Test
    void mostOfTheTrialsAboveTheBestRateMakeItUnstable() {
        good(above(1).verdict(ABOVE), "1 of 4 trials with learning rates above 0.01, up to 0.1");
        problem(
                above(3).verdict(ABOVE),
                "3 of 4 trials with learning rates above 0.01, up to 0.1, and 0 of the 7 with that or lower ones diverged",
                "In this order: add warmup");
    }

    @Test
    void twoOfFourMayBeChance() {
        notKnown(
                above(2).verdict(ABOVE),
                "2 of 4 trials with learning rates above 0.01, up to 0.1, and 0 of the 7 with that or lower ones diverged, learned little or saw the training loss rise, which may be chance",
                "2, 5 and 10 times");
    }

    /** Any workload is unstable somewhere: at 0.06 and above here, with a best rate of 0.01. */
    @Test
    void stableTrialsInBetweenShowThatInstabilityDoesNotBoundTheRate() {
        good(
                below().trial(trial(0).learningRate(0.01).errors(10, i -> 0.1))
                        .trials(
                                8,
                                i -> {
                                    Run run =
                                            trial(1 + i)
                                                    .learningRate(0.02 + 0.01 * i)
                                                    .errors(10, e -> 0.2);
                                    return i > 3 ? run.infeasible(new Infeasible.Diverged(7)) : run;
                                })
                        .verdict(ABOVE),
                "4 of 8 trials with learning rates above 0.01, up to 0.1, and 0 of the 7 with that or lower ones diverged, learned little or saw the training loss rise; but 4 stable ones with rates in between are worse than the best");
    }

    @Test
    void trialsThatDivergeAnywhereDoNotBoundTheRate() {
        notKnown(
                above(3).trials(
                                6,
                                i ->
                                        trial(30 + i)
                                                .learningRate(0.002)
                                                .infeasible(new Infeasible.Diverged(7)))
                        .verdict(ABOVE),
                "3 of 4 trials with learning rates above 0.01, up to 0.1, and 6 of the 13 with that or lower ones",
                "2, 5 and 10 times");
    }

    @Test
    void eachArmIsSeenAtItsOwnLearningRate() {
        SyntheticStudy study =
                study().arms("optimizer.name=sgd", "optimizer.name=adam")
                        .range("sgd.learning_rate", Role.NUISANCE, Scale.LOG, 1e-3, 1)
                        .range("adam.learning_rate", Role.NUISANCE, Scale.LOG, 1e-5, 1e-2)
                        .trial(trial(0).arm(0).with("sgd.learning_rate", 0.1).errors(0.1))
                        .trial(trial(1).arm(1).with("adam.learning_rate", 1e-3).errors(0.1));
        assertThat(study.verdict(ABOVE + " the best of optimizer.name=sgd").plot())
                .isEqualTo("axis-sgd-learning-rate");
        assertThat(study.verdict(ABOVE + " the best of optimizer.name=adam").plot())
                .isEqualTo("axis-adam-learning-rate");
    }

    @Test
    void remediesComeInThePlaybooksOrder() {
        String advice = ((Answer.Problem) above(4).verdict(ABOVE).answer()).advice().text();
        assertThat(advice)
                .containsSubsequence(
                        "warmup",
                        "clip gradients",
                        "near 90",
                        "optimizer",
                        "normalization",
                        "lower the learning rate");
    }

    private static SyntheticStudy unstableAbove(Run best) {
        return below().trial(best.learningRate(0.01).errors(10, i -> 0.1))
                .trials(
                        3,
                        i ->
                                trial(1 + i)
                                        .learningRate(0.02 + i * 0.01)
                                        .infeasible(new Infeasible.Diverged(7)));
    }

    @Test
    void remediesStartFromWhatTheTrialHas() {
        SyntheticStudy study = unstableAbove(trial(0).warmup(50).clipping(2.5, 0.1));
        problem(study.verdict(ABOVE), "3 of 3", "lengthen the warmup beyond 50 steps (at most 95,");
        problem(study.verdict(ABOVE), "3 of 3", "lower gradient_clipping.norm below 2.5");
    }

    @Test
    void theFirstRemedyIsACommand() {
        Path config = Path.of("my studies/s/trials/00000/config.yaml");
        assertThat(remedy(unstableAbove(trial(0).config(config))).command())
                .contains("etude tune warmup 'my studies/s'");
        Run warm = trial(0).config(config).warmup(100).gradientNorms(100, i -> i + 1);
        Remedy clipping = remedy(unstableAbove(warm));
        assertThat(clipping.text())
                .startsWith("In this order: clip gradients (gradient_clipping.norm near 90.1");
        assertThat(clipping.command()).contains("etude tune clipping 'my studies/s'");
    }

    private static Remedy remedy(SyntheticStudy study) {
        return study.verdict(ABOVE).answer().remedy().orElseThrow();
    }

    @Test
    void trialsOutOfMemoryAreNotUnstable() {
        SyntheticStudy study =
                study().learningRate()
                        .trial(trial(0).learningRate(0.01).errors(0.1))
                        .trials(
                                5,
                                i ->
                                        trial(1 + i)
                                                .learningRate(0.02)
                                                .infeasible(
                                                        new Infeasible.OutOfMemory(
                                                                "batch_size", 64, "4 GiB")));
        notKnown(
                study.verdict(ABOVE),
                "No trial lies above the best learning rate (0.01)",
                "2, 5 and 10 times");
    }

    @Test
    void aRisingLossAboveTheBestRateIsInstability() {
        SyntheticStudy study =
                below().trial(trial(0).learningRate(0.01).errors(10, i -> 0.1))
                        .trials(
                                3,
                                i ->
                                        trial(1 + i)
                                                .learningRate(0.02)
                                                .errors(10, e -> 0.2)
                                                .trainLosses(10, e -> e < 5 ? 2 - 0.3 * e : 1.5));
        problem(study.verdict(ABOVE), "3 of 3 trials", "warmup");
    }

    /** The loss falls from 2 by 1 and rises again by a share of that. */
    private static Run rising(int number, double share) {
        return trial(number)
                .errors(10, i -> 0.1 + 0.1 * number)
                .trainLosses(10, i -> i < 5 ? 2 - 0.25 * i : 1 + share);
    }

    @Test
    void aTenthOfTheFallIsARise() {
        good(study().trial(rising(0, 0.09)).verdict(FALLS), "It falls in the best trial");
        problem(
                study().trial(rising(0, 0.11)).verdict(FALLS),
                "It rises in trial 0 from 1 to 1.11 after 50 % of training.",
                "Rule out a bug");
    }

    /**
     * Twenty parts of 100 losses of which each has noise: Tukey's range explains what they rise.
     */
    @Test
    void noiseOnAPlateauIsNoRise() {
        SplittableRandom random = new SplittableRandom(4);
        SyntheticStudy study =
                study().trials(
                                20,
                                n ->
                                        trial(n).errors(10, i -> 0.1)
                                                .stepLosses(
                                                        2000,
                                                        i -> 2.3 + 0.3 * random.nextGaussian()));
        good(study.verdict(FALLS), "It falls in the best 3 trials");
    }

    @Test
    void aLossThatRecoversIsNoBug() {
        Run run =
                trial(0).errors(10, i -> 0.1)
                        .stepLosses(1000, i -> (i >= 400 && i < 500 ? 1.5 : 0) + 2 - 0.0015 * i);
        problem(
                study().trial(run).verdict(FALLS),
                "after 40 % of training, and falls again.",
                "In this");
        assertThat(study().trial(run).verdict(FALLS).answer().remedy().orElseThrow().text())
                .doesNotContain("bug");
    }

    @Test
    void theFirstLossIsTheStart() {
        double[] losses = {2.4, 33.6, 24.6, 28, 31, 35, 40.5, 40.5, 40.5, 38, 30, 20, 10};
        problem(
                study().trial(
                                trial(0).errors(10, i -> 0.1)
                                        .stepLosses(1000, i -> i < losses.length ? losses[i] : 2.3))
                        .verdict(EARLY),
                "The loss of trial 0 rose from 2.4 to",
                "warmup");
    }

    /** Of a squared error the first loss may be 0 by luck; that of the mean is not. */
    @Test
    void aFirstLossBelowThatOfAConstantIsLuck() {
        good(
                study().trial(
                                trial(0).errors(10, i -> 0.1)
                                        .stepLosses(1000, i -> i == 0 ? 0.001 : 2.2))
                        .verdict(EARLY),
                "stays below");
    }

    @Test
    void aRiseOutsideTheBestTrialAsksForAttention() {
        attention(
                study().trial(rising(0, 0)).trial(rising(1, 0.5)).verdict(FALLS),
                "It rises in trial 1",
                "Rule out a bug");
    }

    @Test
    void withoutTrainingLossNothingIsKnown() {
        notKnown(
                study().trial(trial(0).errors(0.1)).verdict(FALLS),
                "No training loss",
                "train_examples");
    }

    private static SyntheticStudy spike(double peak, int from) {
        return study().trial(
                        trial(0).errors(10, i -> 0.1)
                                .stepLosses(1000, i -> i >= from && i < from + 20 ? peak : 2));
    }

    @Test
    void oneAndAHalfTimesTheStartIsInstability() {
        good(
                spike(3.4, 10).verdict(EARLY),
                "In the best trial the loss of the first 500 steps stays below 1.5 times its start");
        problem(
                spike(3.5, 10).verdict(EARLY),
                "The loss of trial 0 rose from 2.303 to 3.5 at step 11; no evaluation ran from step 11 to 30",
                "warmup");
    }

    @Test
    void anEvaluationCouldHaveSeenIt() {
        problem(spike(9, 90).verdict(EARLY), "an evaluation ran while it was high", "warmup");
    }

    @Test
    void laterStepsAreNotEarly() {
        good(spike(9, 600).verdict(EARLY), "stays below");
        notKnown(
                study().trial(trial(0).errors(0.1)).verdict(EARLY),
                "were not read",
                "evaluated at every step");
    }
}
