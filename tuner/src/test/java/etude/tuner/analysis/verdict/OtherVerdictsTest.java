package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Objective;
import etude.tuner.space.Role;
import org.junit.jupiter.api.Test;

final class OtherVerdictsTest {
    private static final String DATA = "Does training keep up";
    private static final String CLIPPING = "Is gradient clipping moderate";
    private static final String CONCLUSION = "Does the scientific conclusion stand";

    private static SyntheticStudy waiting(double share) {
        return study().trials(3, i -> trial(i).errors(0.1).dataWait(share));
    }

    @Test
    void waitingForData() {
        good(waiting(0.09).verdict(DATA), "The median trial waits for data 9.00 % of its time");
        attention(waiting(0.11).verdict(DATA), "11 %", "local disk");
        problem(waiting(0.31).verdict(DATA), "31 %", "local disk");
        notKnown(
                study().trial(trial(0).errors(0.1)).verdict(DATA),
                "not read",
                "data_wait_fraction");
    }

    @Test
    void waitingCostsThroughput() {
        attention(
                study().trial(trial(0).errors(0.1).dataWait(0.2).examplesPerSecond(800))
                        .verdict(DATA),
                "20 % of its time: 800 examples per second, where up to 1000 are possible",
                "local disk");
    }

    @Test
    void whoWaitsAllTheTimeShowsNoOtherSpeed() {
        problem(
                study().trial(trial(0).errors(0.1).dataWait(1).examplesPerSecond(8)).verdict(DATA),
                "waits for data 100 % of its time: 8 examples per second.",
                "local disk");
        good(waiting(0).verdict(DATA), "waits for data less than 0.1 % of its time.");
    }

    @Test
    void clippingMoreThanHalf() {
        good(
                study().trial(trial(0).errors(0.1).clipping(1, 0.5)).verdict(CLIPPING),
                "At most 50 % of the updates were clipped, in trial 0.");
        problem(
                study().trial(trial(0).errors(0.1).clipping(1, 0.51)).verdict(CLIPPING),
                "More than 50 % of the updates were clipped in 1 of 1 trial, at most 51 %, in trial 0.",
                "Lower optimizer.learning_rate instead");
        good(study().trial(trial(0).errors(0.1)).verdict(CLIPPING), "Nothing is clipped");
        good(
                study().trial(trial(0).errors(0.1).clipping(1, 0)).verdict(CLIPPING),
                "No update was clipped.");
    }

    @Test
    void clippingOutsideTheBestTrialsAsksForAttention() {
        SyntheticStudy study =
                study().trials(
                                5,
                                i ->
                                        trial(i).errors(0.1 + 0.1 * i)
                                                .clipping(1, i == 4 ? 0.9 : 0.1));
        attention(study.verdict(CLIPPING), "in 1 of 5 trials, at most 90 %, in trial 4.", "Lower");
    }

    private static SyntheticStudy twoArms() {
        return study().arms("optimizer.name=sgd", "optimizer.name=adam")
                .fixed("model.hidden", "[256, 128]")
                .advice("beta1 stays fixed.")
                .trial(trial(0).errors(0.04))
                .trial(trial(1).arm(1).errors(0.03));
    }

    @Test
    void oneSeedEstablishesNothing() {
        Verdict verdict = twoArms().verdict(CONCLUSION);
        notKnown(
                verdict,
                "Not established: optimizer.name=adam found 3.00 % (trial 1), optimizer.name=sgd 4.00 % (trial 0), each with one seed.",
                "Train trials 1 and 0 again with 3 other seeds each");
        assertThat(verdict.answer().sentence())
                .contains("3.00 % on 2000 examples is +-0.38 points (one standard error)")
                .contains("It holds only for model.hidden=[256, 128].")
                .contains("Caveat: beta1 stays fixed.");
    }

    @Test
    void tooFewRerunsEstablishNothing() {
        notKnown(
                twoArms().rerun(0, 0.04, 0.04, 0.04).rerun(1, 0.03, 0.03).verdict(CONCLUSION),
                "Not established",
                "other seeds");
    }

    /** Seed 7 is that of the trials: training again with it shows nothing of other seeds. */
    @Test
    void theSameSeedIsNoRerun() {
        SyntheticStudy study =
                twoArms().rerun(0, 0.04, 0.04, 0.04, 0.04).rerun(1, 0.03, 0.03, 0.03, 0.03);
        good(study.verdict(CONCLUSION), "Yes.");
        SyntheticStudy same =
                twoArms().rerun(0, 0.04, 0.04, 0.04, 0.04, 0.04).rerun(1, 0.03, 0.03, 0.03);
        notKnown(same.verdict(CONCLUSION), "each with one seed", "other seeds");
    }

    /** Both arms vary by +-0.1 points; standard errors 0.0577, of the difference 0.0816 points. */
    @Test
    void rerunsMustDifferByTwoStandardErrors() {
        good(
                twoArms()
                        .rerun(0, 0.039, 0.04, 0.041)
                        .rerun(1, 0.0372, 0.0382, 0.0392)
                        .verdict(CONCLUSION),
                "Yes. Over reruns with other seeds optimizer.name=adam reaches 3.82 % and optimizer.name=sgd 4.00 %: a difference of 0.18 points with a standard error of 0.08 points.");
        notKnown(
                twoArms()
                        .rerun(0, 0.039, 0.04, 0.041)
                        .rerun(1, 0.0375, 0.0385, 0.0395)
                        .verdict(CONCLUSION),
                "Not established. Over reruns",
                "Run more seeds");
    }

    @Test
    void rerunsMayTurnTheOrderRound() {
        good(
                twoArms()
                        .rerun(0, 0.03, 0.031, 0.032)
                        .rerun(1, 0.05, 0.051, 0.052)
                        .verdict(CONCLUSION),
                "optimizer.name=sgd reaches 3.10 % and optimizer.name=adam 5.10 %");
    }

    @Test
    void aJointDesignComparesTheValues() {
        SyntheticStudy study =
                study().objective(new Objective("validation/error_rate", Mode.MAX))
                        .choices("dropout", Role.SCIENTIFIC, "0", "0.1")
                        .trial(trial(0).with("dropout", "0").errors(0.5))
                        .trial(trial(1).with("dropout", "0.1").errors(0.6));
        notKnown(
                study.verdict(CONCLUSION),
                "dropout=0.1 found 60.00 % (trial 1), dropout=0 50.00 %",
                "Train trials 1 and 0");
        assertThat(study.verdict(CONCLUSION).plot()).isEqualTo("isolation-dropout");
    }

    @Test
    void withoutScientificValuesThereIsNothingToConclude() {
        notKnown(
                study().trial(trial(0).errors(0.1)).verdict(CONCLUSION),
                "There are not two scientific values",
                "Vary a scientific hyperparameter");
    }
}
