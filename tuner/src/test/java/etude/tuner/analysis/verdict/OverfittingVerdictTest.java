package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.metrics.CorrectSeries;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Role;
import java.util.BitSet;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class OverfittingVerdictTest {
    private static final String BEST_OVERFITS = "Does the best trial of each arm overfit";
    private static final String ANY_OVERFITS = "Does any trial overfit";
    private static final String LENGTH = "Is max_train_steps right";
    private static final String CONFIDENCE = "Are the predicted probabilities calibrated";

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

    /** So many examples are validated that their sampling error is no matter. */
    private static SyntheticStudy resolved() {
        return study().dataset(SyntheticStudy.data(OptionalInt.of(1_000_000), OptionalInt.of(10)));
    }

    @Test
    void fivePercentOfRiseIsOverfitting() {
        good(
                resolved().trial(rising(0, 0.1, 0.04)).verdict(BEST_OVERFITS),
                "does not rise beyond 5.00 % of its best");
        problem(
                resolved().trial(rising(0, 0.1, 0.06)).verdict(BEST_OVERFITS),
                "Trial 0: validation/error_rate rises from 10.00 % at step 1000 to 10.60 % at the end",
                "run the study again before comparing");
    }

    /** 10 % and 12 % of 2,000 differ by 1.645 standard errors of 0.99 points, unpaired. */
    @Test
    void anOlderRunIsComparedByItsRates() {
        good(study().trial(rising(0, 0.1, 0.15)).verdict(BEST_OVERFITS), "No");
        problem(
                study().trial(rising(0, 0.1, 0.18)).verdict(BEST_OVERFITS),
                "11.80 %",
                "Regularize");
    }

    /** In pairs 24 that got lost and 4 that were won are no accident. */
    @Test
    void examplesThatWereKeptAreComparedInPairs() {
        Run run = rising(0, 0.1, 0.1);
        problem(
                study().trial(run.correct(kept(1000, 1800, 24, 4))).verdict(BEST_OVERFITS),
                "10.00 % at step 1000 to 11.00 % at the end",
                "Regularize");
        good(study().trial(run.correct(kept(1000, 1800, 60, 40))).verdict(BEST_OVERFITS), "No");
    }

    /** The last three evaluations are equal, so that the first of them stands for the end. */
    private static CorrectSeries kept(long best, long end, int lost, int won) {
        BitSet first = new BitSet();
        first.set(200, 2000);
        SortedMap<Long, BitSet> evaluations = new TreeMap<>();
        evaluations.put(best, first);
        for (long step = end; step <= 2000; step += 100) {
            BitSet last = (BitSet) first.clone();
            last.clear(200, 200 + lost);
            last.set(0, won);
            evaluations.put(step, last);
        }
        return new CorrectSeries(2000, evaluations);
    }

    @Test
    void anErrorThatRisesWhileTheLossFallsIsNoOverfitting() {
        Run run = rising(0, 0.1, 0.3).measured("validation/loss", i -> 2 - 0.05 * i);
        good(resolved().trial(run).verdict(BEST_OVERFITS), "No");
        Run both = rising(0, 0.1, 0.3).measured("validation/loss", i -> 1 + 0.05 * i);
        problem(resolved().trial(both).verdict(BEST_OVERFITS), "rises", "Regularize");
    }

    @Test
    void anErrorAtChanceHasNothingToLose() {
        good(resolved().trial(rising(0, 0.83, 0.07)).verdict(BEST_OVERFITS), "No");
    }

    /** The training loss of 0.0005 says what this is: no bug. */
    @Test
    void adviceAgainstOverfittingFitsATrainingLossThatIsTiny() {
        Run run = rising(0, 0.1, 0.3).trainLosses(20, i -> 2.0 / Math.pow(2, i) + 0.0005);
        problem(resolved().trial(run).verdict(BEST_OVERFITS), "falls to 0.0005", "Regularize");
        assertThat(resolved().trial(run).analysis().verdicts())
                .flatExtracting(
                        verdict -> verdict.answer().remedy().map(Remedy::text).stream().toList())
                .noneMatch(advice -> advice.contains("bug"));
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
                resolved()
                        .choices("dropout", Role.SCIENTIFIC, "0", "0.1")
                        .trial(rising(0, 0.1, 0.2).with("dropout", "0"));
        attention(
                study.verdict(BEST_OVERFITS),
                "rises",
                "Expected where regularization is the question");
    }

    @Test
    void overfittingInOtherTrialsFavoursTheBest() {
        SyntheticStudy study = resolved().trial(rising(0, 0.1, 0)).trial(rising(1, 0.2, 0.3));
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

    @Test
    void theBestTrialOfEachArmIsExamined() {
        SyntheticStudy study =
                resolved()
                        .arms("x=a", "x=b")
                        .trial(rising(0, 0.1, 0))
                        .trial(rising(1, 0.2, 0.3).arm(1));
        problem(study.verdict(BEST_OVERFITS), "Trial 1 (x=b): ", "Regularize");
        assertThat(study.verdict(BEST_OVERFITS).plot()).isEqualTo("training-curves");
    }

    @Test
    void aLossThatRisesAloneIsOverconfidence() {
        Run run =
                trial(0).errors(20, i -> 0.1)
                        .measured(
                                "validation/loss",
                                i -> i < 5 ? 1.06 - 0.1 * i : 0.66 + 0.048 * (i - 4))
                        .trainLosses(20, i -> 0.003 + 2 * Math.exp(-i));
        attention(
                study().trial(run).verdict(CONFIDENCE),
                "Overconfident: in trial 0 validation/loss ends at 1.332, and its best was 0.66, while validation/error_rate does not rise beyond its noise (10.00 % at best) and train_evaluation/loss ends at 0.003.",
                "label_smoothing");
        good(study().trial(run).verdict(BEST_OVERFITS), "No");
        Run calm = trial(0).errors(20, i -> 0.1).measured("validation/loss", i -> 0.3 + 0.002 * i);
        good(
                study().trial(calm).verdict(CONFIDENCE),
                "ends at 0.336, and its best was 0.3: it does not rise beyond 20 % and the noise of its evaluations.");
    }

    @Test
    void theBestStepOfATrialThatOverfitsSaysNothingOfLength() {
        notKnown(
                resolved().trial(rising(0, 0.1, 0.3)).verdict(LENGTH),
                "It cannot be told while the best trial overfits",
                "Regularize first");
    }
}
