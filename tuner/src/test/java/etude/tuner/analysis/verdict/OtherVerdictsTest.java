package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;

import etude.tuner.analysis.SyntheticStudy;
import org.junit.jupiter.api.Test;

final class OtherVerdictsTest {
    private static final String DATA = "Does training keep up";
    private static final String CLIPPING = "Is gradient clipping moderate";

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
}
