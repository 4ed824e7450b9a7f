package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.metrics.CorrectSeries;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.analysis.verdict.Comparison.Status;
import etude.tuner.space.Objective;
import etude.tuner.space.Role;
import etude.tuner.store.Infeasible;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ConclusionVerdictTest {
    private static final String CONCLUSION = "Does the scientific conclusion stand";

    /** Ten trials of each, every next one worse by so much. */
    private static SyntheticStudy arms(double sgd, double adam, double step) {
        return study().arms("optimizer.name=sgd", "optimizer.name=adam")
                .fixed("model.hidden", "[256, 128]")
                .advice("beta1 stays fixed.")
                .trials(
                        20,
                        i ->
                                trial(i).arm(i % 2)
                                        .errors(
                                                (i % 2 == 0 ? sgd : adam)
                                                        + Math.floor(i / 2.0) * step));
    }

    private static Comparison comparison(SyntheticStudy study) {
        return study.analysis().comparisons().get(0);
    }

    @Test
    void aDifferenceWithinTheNoiseIsNotEstablished() {
        SyntheticStudy study = arms(0.033, 0.0305, 0.001);
        notKnown(
                study.verdict(CONCLUSION),
                "Not established: adam (trial 1) reaches 3.05 % and sgd (trial 0) 3.30 %: 0.25 points apart, where chance alone explains up to 1.34 points. One standard error of it by the choice of the 2000 validation examples is 0.55 points.",
                "Train trials 1 and 0 again with 11 other seeds each");
        assertThat(study.verdict(CONCLUSION).answer().sentence())
                .endsWith("The study has 1 caveat.")
                .doesNotContain("beta1");
    }

    @Test
    void noSeedUndoesADifferenceOfSeventyPoints() {
        SyntheticStudy study = arms(0.77, 0.055, 0.01);
        good(study.verdict(CONCLUSION), "Yes: adam (trial 1) reaches 5.50 %");
        assertThat(comparison(study).status()).isEqualTo(Status.ESTABLISHED);
    }

    @Test
    void aSpreadThatSeedsMayCauseTellsHowManyRerunsDecide() {
        notKnown(
                arms(0.09, 0.05, 0.01).verdict(CONCLUSION),
                "4.00 points apart, where chance alone explains up to 7.94 points",
                "Train trials 1 and 0 again with 12 other seeds each and compare the means");
    }

    @Test
    void withFewTrialsSeedsAreNotKnown() {
        SyntheticStudy study =
                study().arms("x=a", "x=b")
                        .trials(4, i -> trial(i).arm(i % 2).errors(0.1 + i * 0.2));
        notKnown(
                study.verdict(CONCLUSION),
                "fewer than 5 feasible trials of each",
                "with 3 other seeds");
    }

    /** Of 2,000 examples 30 are right in one only and 10 in the other only. */
    @Test
    void evaluationsAreComparedInPairsOfExamples() {
        SyntheticStudy study =
                study().arms("x=a", "x=b")
                        .trials(10, i -> pair(trial(i), i % 2, Math.floor(i / 2.0) * 1e-5));
        Difference difference = comparison(study).difference().orElseThrow();
        assertThat(difference.size()).isEqualTo(0.01, within(1e-12));
        assertThat(difference.sampling().orElseThrow())
                .isEqualTo(Math.sqrt(40 - 0.2) / 2000, within(1e-12));
        assertThat(difference.established()).isTrue();
    }

    private static Run pair(Run run, int arm, double more) {
        BitSet right = new BitSet();
        right.set(0, arm == 0 ? 1930 : 1900);
        right.set(1990, arm == 0 ? 1990 : 2000);
        SortedMap<Long, BitSet> evaluations = new TreeMap<>();
        evaluations.put(100L, right);
        return run.arm(arm)
                .errors(1 - right.cardinality() / 2000.0 + more)
                .correct(new CorrectSeries(2000, evaluations));
    }

    /** Seed 7 is that of the trials: training again with it shows nothing of other seeds. */
    @Test
    void theSameSeedIsNoRerun() {
        SyntheticStudy study =
                arms(0.09, 0.05, 0.01)
                        .rerun(0, 0.09, 0.09, 0.09, 0.09)
                        .rerun(1, 0.05, 0.05, 0.05, 0.05);
        good(study.verdict(CONCLUSION), "Yes: over 3 reruns with other seeds each");
        SyntheticStudy same =
                arms(0.09, 0.05, 0.01)
                        .rerun(0, 0.09, 0.09, 0.09, 0.09, 0.09)
                        .rerun(1, 0.05, 0.05, 0.05);
        notKnown(same.verdict(CONCLUSION), "(trial 1) reaches", "other seeds");
    }

    /** Standard error by seeds 1.15 points, with 4 degrees of freedom; by examples 0.88 points. */
    @Test
    void rerunsMustDifferByMoreThanBothVariancesExplain() {
        notKnown(
                arms(0.1, 0.09, 0.001)
                        .rerun(0, 0.1, 0.12, 0.14)
                        .rerun(1, 0.08, 0.09, 0.1)
                        .verdict(CONCLUSION),
                "Not established: over 3 reruns with other seeds each adam reaches 9.00 % and sgd 12.00 %: 3.00 points apart",
                "again with 18 other seeds each");
        good(
                arms(0.1, 0.09, 0.001)
                        .rerun(0, 0.12, 0.14, 0.16)
                        .rerun(1, 0.08, 0.09, 0.1)
                        .verdict(CONCLUSION),
                "5.00 points apart");
    }

    @Test
    void rerunsMayTurnTheOrderRound() {
        good(
                arms(0.04, 0.03, 0.001)
                        .rerun(0, 0.03, 0.031, 0.032)
                        .rerun(1, 0.09, 0.091, 0.092)
                        .verdict(CONCLUSION),
                "sgd reaches 3.10 % and adam 9.10 %");
    }

    /** Seeds move both alike, by 2 points: only in pairs is the difference of 2 points seen. */
    @Test
    void rerunsWithEqualSeedsAreComparedInPairs() {
        double[] worse = {0.1, 0.12, 0.14};
        double[] better = {0.08, 0.1, 0.12};
        SyntheticStudy paired = arms(0.1, 0.09, 0.001).paired(0, worse).paired(1, better);
        good(
                paired.verdict(CONCLUSION),
                "Yes: over 3 reruns with other seeds each, paired by seed, adam reaches 10.00 % and sgd 12.00 %: 2.00 points apart",
                "One training varies by 2.00 points and 2.00 points between seeds; by search luck the best of half the trials lies between 9.00 %");
        notKnown(
                arms(0.1, 0.09, 0.001).rerun(0, worse).rerun(1, better).verdict(CONCLUSION),
                "Not established: over 3 reruns with other seeds each adam",
                "No number of reruns would tell them apart on these validation examples. Take whichever is simpler");
    }

    @Test
    void whatIsSmallerThanTheSamplingErrorDoesNotMatter() {
        SyntheticStudy study = alike().baseline("optimizer.name", "sgd");
        good(
                study.verdict(CONCLUSION),
                "No difference that matters: over 5 reruns",
                "0.02 points apart",
                "less than 0.55 points does not matter (one standard error by the choice of validation examples)",
                "Take the simpler one, sgd: it is what the base config has.");
        assertThat(comparison(study).status()).isEqualTo(Status.EQUAL);
    }

    private static SyntheticStudy alike() {
        return arms(0.031, 0.0305, 0.001)
                .paired(0, 0.0310, 0.0300, 0.0305, 0.0315, 0.0308)
                .paired(1, 0.0306, 0.0301, 0.0303, 0.0312, 0.0306);
    }

    @Test
    void whatMattersIsTheUsersToSay() {
        notKnown(alike().margin(0.0002).verdict(CONCLUSION), "Not established: over 5", "Take");
        good(
                alike().margin(0.002).verdict(CONCLUSION),
                "No difference that matters",
                "less than 0.20 points does not matter (the margin that was asked for)");
        SyntheticStudy better =
                arms(0.1, 0.05, 0.001)
                        .paired(0, 0.1, 0.1, 0.1)
                        .paired(1, 0.05, 0.05, 0.05)
                        .margin(0.2);
        good(better.verdict(CONCLUSION), "No difference that matters", "5.00 points apart");
    }

    @Test
    void ofTwoEqualOnesThatWithFewerHyperparametersIsSimpler() {
        SyntheticStudy study =
                study().arms("use_decay=true", "use_decay=false")
                        .trials(
                                20,
                                i ->
                                        i % 2 == 0
                                                ? trial(i).with("use_decay", "true")
                                                        .with("decay", "0.1")
                                                        .errors(0.03 + i * 0.001)
                                                : trial(i).arm(1)
                                                        .with("use_decay", "false")
                                                        .errors(0.03 + i * 0.001))
                        .paired(0, 0.03, 0.031, 0.03, 0.031, 0.03)
                        .paired(1, 0.03, 0.031, 0.03, 0.031, 0.03);
        good(
                study.verdict(CONCLUSION),
                "Take the simpler one, false: it has 0 hyperparameters to tune, not 1.");
    }

    @Test
    void whatDivergesWithSomeSeedIsNotCalledBetter() {
        SyntheticStudy study =
                arms(0.1, 0.05, 0.001)
                        .paired(0, 0.1, 0.1, 0.1)
                        .paired(1, 0.05, 0.05, 0.05)
                        .rerun(1, 200, trial(1).infeasible(new Infeasible.Diverged(7)));
        notKnown(
                study.verdict(CONCLUSION),
                "1 of 4 reruns of adam is infeasible: the settings do not work with every seed.",
                "Make adam train with every seed first");
    }

    @Test
    void oneCommandTrainsAgain() {
        Remedy remedy =
                arms(0.09, 0.05, 0.01)
                        .paired(1, 0.05, 0.05)
                        .verdict(CONCLUSION)
                        .answer()
                        .remedy()
                        .orElseThrow();
        assertThat(remedy.command())
                .contains("etude study rerun 'my studies/s' --trials 1,0 --seeds 12");
        assertThat(remedy.trainings()).as("two are there").hasValue(22);
    }

    @Test
    void withoutAComparisonRerunsTellHowFarToTrustTheBest() {
        good(
                study().trial(trial(0).errors(0.1)).paired(0, 0.11, 0.12, 0.13).verdict(CONCLUSION),
                "They are those of trial 0 (10.00 %). Over 3 other seeds they reach 12.00 % on average, +-0.58 points (one standard error); one training varies by 1.00 points.");
    }

    @Test
    void aJointDesignComparesTheValues() {
        SyntheticStudy study =
                study().objective(new Objective("validation/error_rate", Mode.MAX))
                        .choices("dropout", Role.SCIENTIFIC, "0", "0.1")
                        .trials(
                                10,
                                i ->
                                        trial(i).with("dropout", i % 2 == 0 ? "0" : "0.1")
                                                .errors((i % 2 == 0 ? 0.5 : 0.9) - i * 0.001));
        good(study.verdict(CONCLUSION), "Yes: 0.1 (trial 1) reaches 89.90 % and 0");
        assertThat(study.verdict(CONCLUSION).plot()).isEqualTo("isolation-dropout");
    }

    @Test
    void eachScientificHyperparameterIsAQuestionOfItsOwn() {
        String[] values = {"x", "y"};
        SyntheticStudy study =
                study().choices("p", Role.SCIENTIFIC, values)
                        .choices("q", Role.SCIENTIFIC, values)
                        .trials(
                                40,
                                i ->
                                        trial(i).with("p", values[i % 2])
                                                .with("q", values[i / 2 % 2])
                                                .errors((i % 2 == 0 ? 0.1 : 0.6) + i * 0.001));
        good(study.verdict("Does the scientific conclusion on p stand?"), "Yes: x (trial 0)");
        notKnown(study.verdict("Does the scientific conclusion on q stand?"), "apart", "simpler");
    }

    @Test
    void anArmThatNeverTrainsIsAnAnswer() {
        SyntheticStudy study =
                study().arms("x=a", "x=b")
                        .trials(
                                20,
                                i ->
                                        i % 2 == 0
                                                ? trial(i).errors(0.1 + 0.01 * i)
                                                : trial(i).arm(1)
                                                        .infeasible(new Infeasible.Diverged(7)));
        good(
                study.verdict(CONCLUSION),
                "Yes: only a trains (10.00 %); no trial of b is feasible, within this search space.");
        assertThat(comparison(study).status()).isEqualTo(Status.ONLY_ONE_TRAINS);
    }

    @Test
    void twoInfeasibleTrialsAreNoAnswer() {
        SyntheticStudy study =
                study().arms("x=a", "x=b")
                        .trial(trial(0).errors(0.1))
                        .trial(trial(1).arm(1).infeasible(new Infeasible.Diverged(7)));
        notKnown(
                study.verdict(CONCLUSION),
                "Not established: b has no feasible trial among 1 finished one.",
                "Move the ranges");
    }

    @Test
    void withoutScientificValuesThereIsNothingToConclude() {
        good(
                study().trial(trial(0).errors(0.1)).verdict(CONCLUSION),
                "There is none to draw: no hyperparameter of this study is scientific, so its result is its best settings. They are those of trial 0 (10.00 %).");
    }
}
