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
import etude.tuner.analysis.data.DatasetFacts;
import etude.tuner.analysis.data.InfeasibleReason;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.TrialState;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SpaceVerdictsTest {
    private static final String CHANCE = "Is the result much better than chance";
    private static final String LARGE =
            "Is the search space large enough for optimizer.learning_rate";
    private static final String POINTS = "Were enough points sampled";
    private static final String INFEASIBLE = "How many trials are infeasible";

    /** 10 classes: chance errs on 90 %, a fifth of the way is 72 %. */
    @Test
    void chanceIsBeatenByAFifthOfTheWay() {
        good(
                withBest(0.71).verdict(CHANCE),
                "is 71.00 %; chance among equally frequent classes gives 90.00 %");
        attention(withBest(0.73).verdict(CHANCE), "only 19 % of the way", "Look for a bug first");
        problem(withBest(0.85).verdict(CHANCE), "is 85.00 %", "Look for a bug first");
    }

    @Test
    void chanceIsUnknownWithoutClasses() {
        notKnown(
                withBest(0.1).dataset(DatasetFacts.unknown()).verdict(CHANCE),
                "not known for validation/error_rate",
                "best constant prediction");
    }

    private static SyntheticStudy withBest(double error) {
        return study().trial(trial(0).errors(0.9, error));
    }

    /** The best trials lie at these coordinates; the worse ones are spread. */
    private static SyntheticStudy bestAt(double... coordinates) {
        return study().learningRate()
                .trials(
                        coordinates.length,
                        i -> rated(i, coordinates[i]).errors(0.9, 0.1 + 0.001 * i))
                .trials(10, i -> rated(10 + i, 0.05 + 0.1 * i).errors(0.9, 0.2 + 0.01 * i));
    }

    private static Run rated(int number, double coordinate) {
        return trial(number).learningRate(Math.pow(10, -3 + 3 * coordinate));
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
                study().arms("sgd", "adam")
                        .learningRate()
                        .trials(6, i -> rated(i, i % 2 == 0 ? 0.5 : 0.99).arm(i % 2).errors(0.1));
        problem(
                study.verdict(LARGE),
                "In adam, near the upper edge (1): 3 of the best 3",
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
                "Let the study finish its 20 trials per arm");
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
        attention(study.verdict(POINTS), "20 trials finished, where", "--trials 30");
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
        notKnown(withBest(0.1).verdict(POINTS), "Fewer than 2", "Let the study finish");
    }

    /** The trials with the highest rates are infeasible. */
    private static SyntheticStudy infeasible(int feasible, int infeasible) {
        int all = feasible + infeasible;
        return study().learningRate()
                .trials(
                        all,
                        i ->
                                i < feasible
                                        ? rated(i, (i + 0.5) / all).errors(0.9, 0.1)
                                        : rated(i, (i + 0.5) / all)
                                                .infeasible(InfeasibleReason.DIVERGED));
    }

    @Test
    void fewInfeasibleTrialsAreGood() {
        good(infeasible(17, 3).verdict(INFEASIBLE), "3 of 20 trials (15 %): 3 diverged.");
        good(infeasible(20, 0).verdict(INFEASIBLE), "0 of 20 trials");
    }

    @Test
    void aFifthAsksForAttentionAndAHalfIsAProblem() {
        attention(
                infeasible(16, 4).verdict(INFEASIBLE),
                "4 of them and 0 of the 16 feasible trials lie above optimizer.learning_rate = 0.2512",
                "End the range of optimizer.learning_rate near 0.2512");
        problem(infeasible(10, 10).verdict(INFEASIBLE), "(50 %)", "End the range");
    }

    @Test
    void scatteredInfeasibleTrialsMayBeABug() {
        SyntheticStudy study =
                study().learningRate()
                        .trials(
                                20,
                                i ->
                                        i % 2 == 0
                                                ? rated(i, i / 20.0).errors(0.1)
                                                : rated(i, i / 20.0)
                                                        .infeasible(InfeasibleReason.DIVERGED));
        problem(study.verdict(INFEASIBLE), "No hyperparameter tells", "Look for a bug");
    }

    @Test
    void infeasibleTrialsInACornerCallForReparameterising() {
        SyntheticStudy study =
                study().learningRate()
                        .range("optimizer.momentum", Role.NUISANCE, Scale.ONE_MINUS_LOG, 0.9, 0.999)
                        .trials(
                                25,
                                i -> {
                                    double u = i % 5 / 4.0;
                                    double v = Math.floor(i / 5.0) / 4;
                                    Run run =
                                            rated(i, u)
                                                    .with(
                                                            "optimizer.momentum",
                                                            1 - 0.1 * Math.pow(0.01, v));
                                    return u + v > 1.1
                                            ? run.infeasible(InfeasibleReason.DIVERGED)
                                            : run.errors(0.1);
                                });
        attention(
                study.verdict(INFEASIBLE),
                "where optimizer.learning_rate is high and optimizer.momentum is high",
                "Reparameterise: search optimizer.learning_rate / (1 - optimizer.momentum) in place");
    }

    /** The crosses lie below the best trial, apart from one above it. */
    @Test
    void aRegionWithTheBestTrialIsNotGivenUp() {
        SyntheticStudy study =
                study().learningRate()
                        .trials(
                                10,
                                i ->
                                        i == 5 || i < 4
                                                ? rated(i, 0.05 + i / 10.0).errors(0.3 - 0.05 * i)
                                                : rated(i, 0.05 + i / 10.0)
                                                        .infeasible(InfeasibleReason.DIVERGED));
        problem(
                study.verdict(INFEASIBLE),
                "5 of them and 1 of the 5 feasible trials",
                "The best trial lies there too");
    }

    @Test
    void failedTrialsAreMentioned() {
        good(
                study().trial(trial(0).errors(0.1))
                        .trial(trial(1).state(TrialState.FAILED))
                        .verdict(INFEASIBLE),
                "Not counted: 1 that failed (etude study retry).");
    }

    @Test
    void trialsOutOfMemoryAreNoBug() {
        SyntheticStudy study =
                study().trials(
                                4,
                                i ->
                                        i < 2
                                                ? trial(i).errors(0.1)
                                                : trial(i).infeasible(
                                                                InfeasibleReason.OUT_OF_MEMORY));
        problem(study.verdict(INFEASIBLE), "2 out of memory", "etude probe");
    }

    @Test
    void aStudyWithoutFeasibleTrialsIsAskedNothingElse() {
        SyntheticStudy study =
                study().trials(4, i -> trial(i).infeasible(InfeasibleReason.DIVERGED));
        assertThat(study.analysis().verdicts()).hasSize(1);
        problem(study.verdict(INFEASIBLE), "4 of 4 trials", "Look for a bug");
        notKnown(study().verdict(INFEASIBLE), "No trial has finished", "Run the study");
    }
}
