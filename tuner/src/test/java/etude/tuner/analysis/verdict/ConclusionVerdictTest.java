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
                "Take the simpler of the two: no number of reruns would tell them apart");
        assertThat(study.verdict(CONCLUSION).answer().sentence())
                .contains("It holds only for model.hidden=[256, 128].")
                .contains("Mind the 1 caveat at the end.");
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
