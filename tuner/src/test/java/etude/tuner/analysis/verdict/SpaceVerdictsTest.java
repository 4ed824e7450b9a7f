package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.rated;
import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SpaceVerdictsTest {
    private static final String LARGE =
            "Is the search space large enough for optimizer.learning_rate";
    private static final String POINTS = "Were enough points sampled";

    /** The best trials lie at these coordinates; the worse ones are spread. */
    private static SyntheticStudy bestAt(double... coordinates) {
        return study().learningRate()
                .trials(
                        coordinates.length,
                        i -> rated(i, coordinates[i]).errors(0.9, 0.1 + 0.001 * i))
                .trials(10, i -> rated(10 + i, 0.05 + 0.1 * i).errors(0.9, 0.2 + 0.01 * i));
    }

    @Test
    void bestTrialsInsideAreGood() {
        good(bestAt(0.5, 0.6, 0.11).verdict(LARGE), "Inside: the best trials have 0.03162");
    }

    @Test
    void theBestTrialAtAnEdgeAsksForAttention() {
        attention(
                bestAt(0.91, 0.6, 0.5).verdict(LARGE),
                "Near the upper edge (1): 1 of the best 3 trials; the best has 0.537",
                "Widen optimizer.learning_rate above 1, for example to 5.623");
    }

    @Test
    void anotherTrialAtAnEdgeIsNothing() {
        good(bestAt(0.5, 0.95, 0.6).verdict(LARGE), "Inside");
    }

    @Test
    void twoOfThreeAtAnEdgeAreAProblem() {
        problem(
                bestAt(0.5, 0.02, 0.09).verdict(LARGE),
                "Near the lower edge (0.001): 2 of the best 3 trials",
                "below 0.001, for example to 0.0001778");
    }

    /** Momentum 0.985 is in the middle of 0.8 to 0.99 linearly, and at the edge as 1 - x. */
    @Test
    void edgesAreSharesOfTheScale() {
        SyntheticStudy linear = momentum(Scale.LINEAR);
        SyntheticStudy log = momentum(Scale.ONE_MINUS_LOG);
        problem(
                linear.verdict("Is the search space large enough for"),
                "upper edge (0.99)",
                "Widen");
        good(log.verdict("Is the search space large enough for"), "0.98");
    }

    private static SyntheticStudy momentum(Scale scale) {
        return study().range("optimizer.momentum", Role.NUISANCE, scale, 0.8, 0.99)
                .trials(
                        3,
                        i ->
                                trial(i).with("optimizer.momentum", 0.98 - 0.001 * i)
                                        .errors(0.9, 0.1));
    }

    @ParameterizedTest
    @EnumSource
    void everyScaleHasTwoEdges(Scale scale) {
        for (double edge : new double[] {0.1, 0.9}) {
            SyntheticStudy study =
                    study().range("x", Role.NUISANCE, scale, 0.1, 0.9)
                            .trials(3, i -> trial(i).with("x", edge).errors(0.1));
            problem(
                    study.verdict("Is the search space large enough for x"),
                    edge < 0.5 ? "lower edge (0.1)" : "upper edge (0.9)",
                    edge < 0.5 ? "Widen x below 0.1" : "Widen x above 0.9");
        }
    }

    @Test
    void choicesAndFewWholeNumbersHaveNoEdge() {
        SyntheticStudy study =
                study().choices("optimizer.name", Role.SCIENTIFIC, "sgd", "adam")
                        .whole("layers", 1, 19)
                        .whole("width", 1, 20)
                        .trials(
                                3,
                                i ->
                                        trial(i).with("optimizer.name", "adam")
                                                .with("layers", 19)
                                                .with("width", 20)
                                                .errors(0.1));
        assertThat(study.analysis().verdicts())
                .extracting(Verdict::question)
                .filteredOn(q -> q.startsWith("Is the search space"))
                .containsExactly("Is the search space large enough for width?");
    }

    @Test
    void edgesAreJudgedInEachArm() {
        SyntheticStudy study =
                study().arms("optimizer.name=sgd", "optimizer.name=adam")
                        .learningRate()
                        .trials(6, i -> rated(i, i % 2 == 0 ? 0.5 : 0.99).arm(i % 2).errors(0.1));
        problem(
                study.verdict(LARGE),
                "In optimizer.name=adam, near the upper edge (1): 3 of the best 3",
                "above 1");
        assertThat(study.verdict(LARGE).answer().sentence()).doesNotContain("sgd");
        assertThat(study.verdict(LARGE).plot()).isEqualTo("axis-optimizer-learning-rate");
    }

    /** As many trials as wanted, spread over the scale. */
    private static SyntheticStudy spread(int trials, IntToDoubleFunction error) {
        return study().learningRate()
                .trials(
                        trials,
                        i -> rated(i, (i + 0.5) / trials).errors(0.9, error.applyAsDouble(i)));
    }

    @Test
    void tenTrialsPerHyperparameterAreEnough() {
        good(spread(10, i -> 0.1 + 0.001 * i).verdict(POINTS), "10 trials finished");
        attention(
                spread(9, i -> 0.1 + 0.001 * i).verdict(POINTS),
                "9 trials finished, where the nuisance hyperparameters need 10",
                "Let the study finish its 20 trials per arm (etude study run 'my studies/s')");
    }

    @Test
    void threeHyperparametersNeedMoreThanWasPlanned() {
        SyntheticStudy study =
                study().learningRate()
                        .range("a", Role.NUISANCE, Scale.LINEAR, 0, 1)
                        .range("b", Role.NUISANCE, Scale.LINEAR, 0, 1)
                        .trials(
                                20,
                                i ->
                                        rated(i, i / 20.0)
                                                .with("a", 0.5)
                                                .with("b", 0.5)
                                                .errors(0.1 + 0.001 * i));
        attention(
                study.verdict(POINTS),
                "20 trials finished, where",
                "(etude study extend 'my studies/s' --trials 30)");
    }

    @Test
    void aGoodRegionHasThreeTrials() {
        good(
                spread(20, i -> i < 3 ? 0.1 + 0.001 * i : i < 12 ? 0.1045 : 0.2).verdict(POINTS),
                "20 trials");
        attention(
                spread(20, i -> i < 2 ? 0.1 : 0.111).verdict(POINTS),
                "Only 2 trials are within 10 % of the best (10.00 %)",
                "--trials 40");
    }

    /** Half of 40 trials miss the best two with probability 0.5 * 19/39 = 0.24. */
    @Test
    void halfTheTrialsShouldHaveFoundIt() {
        attention(
                spread(40, i -> i == 0 ? 0.1 : i < 4 ? 0.109 : 0.3).verdict(POINTS),
                "With half the trials (20), one study in four would have found 10.90 % or worse instead of 10.00 %",
                "--trials 80");
    }

    @Test
    void theSecondBestTrialMayBeALittleWorse() {
        good(
                spread(40, i -> i == 0 ? 0.1 : i < 4 ? 0.104 : 0.3).verdict(POINTS),
                "half of them would have found about the same");
    }

    @Test
    void oneFeasibleTrialSaysNothing() {
        notKnown(
                study().trial(trial(0).errors(0.1)).verdict(POINTS),
                "Fewer than 2",
                "Let the study finish");
    }
}
