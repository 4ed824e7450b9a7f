package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.rated;
import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static etude.tuner.analysis.verdict.Answers.attention;
import static etude.tuner.analysis.verdict.Answers.good;
import static etude.tuner.analysis.verdict.Answers.notKnown;
import static etude.tuner.analysis.verdict.Answers.problem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Domain;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SpaceVerdictsTest {
    private static final String LARGE =
            "Is the search space large enough for optimizer.learning_rate";
    private static final String POINTS = "Were enough points sampled";

    /** The rates of ten trials, spread over the scale, with an error for each coordinate. */
    private static SyntheticStudy rates(int trials, DoubleUnaryOperator error) {
        return study().learningRate()
                .trials(
                        trials,
                        i -> {
                            double coordinate = (i + 0.5) / trials;
                            return rated(i, coordinate)
                                    .errors(0.9, error.applyAsDouble(coordinate));
                        });
    }

    @Test
    void aBestTrialInsideIsGood() {
        good(
                rates(10, u -> 0.1 + Math.abs(u - 0.45)).verdict(LARGE),
                "The best trial has 0.02239; validation/error_rate gets better towards an edge by no more than chance.");
    }

    /** Adam on MNIST's 10,000: rates from 0.02 to 1, the best ones near 0.006. */
    @Test
    void aFallToTheEdgeIsAProblemAndADecadeIsAdded() {
        SyntheticStudy study =
                study().range("optimizer.learning_rate", Role.NUISANCE, Scale.LOG, 0.02, 1)
                        .trials(
                                10,
                                i -> {
                                    double rate = 0.02 * Math.pow(50, (i + 0.5) / 10);
                                    double decades = Math.log10(rate / 0.006);
                                    return trial(i).learningRate(rate)
                                            .errors(0.9, 0.04 + 0.1 * decades * decades);
                                });
        problem(
                study.verdict(LARGE),
                "validation/error_rate still gets better towards the lower edge (0.02): the best trial has 0.02432, the lowest of 10 feasible trials.",
                "Widen optimizer.learning_rate: min 0.001 in place of 0.02, unless that is a limit by nature, in another study.");
    }

    /** The same on 2,000 images, where noise moves the best trial off the edge. */
    @Test
    void aFallThatNoiseHidesAtTheEdgeIsNotKnown() {
        double[] errors = {0.113, 0.1185, 0.106, 0.193, 0.339};
        notKnown(
                study().learningRate()
                        .trials(
                                10,
                                i ->
                                        i < errors.length
                                                ? rated(i, (i + 0.5) / 10).errors(0.9, errors[i])
                                                : rated(i, (i + 0.5) / 10)
                                                        .infeasible(new Infeasible.Diverged(7)))
                        .verdict(LARGE),
                "validation/error_rate gets better towards the lower edge (0.001), and noise does not tell the nearest trial (0.001413: 11.30 %) from the best (0.005623: 10.60 %): better ones may lie beyond.",
                "Widen optimizer.learning_rate: min 0.0001 in place of 0.001");
    }

    @Test
    void aBestTrialAtTheEdgeMayBeThereByChance() {
        good(
                rates(10, u -> u < 0.1 ? 0.1 : 0.2 + 0.03 * (int) (u * 70 % 10)).verdict(LARGE),
                "by no more than chance");
    }

    @Test
    void aPlateauBeforeTheEdgeIsNoFall() {
        good(
                rates(20, u -> u < 0.5 ? 0.1 + 0.001 * (int) (u * 140 % 10) : u).verdict(LARGE),
                "by no more than chance");
    }

    @Test
    void fewTrialsDoNotTell() {
        notKnown(
                rates(4, u -> u).verdict(LARGE),
                "4 trials with it are feasible, and 5 are needed to tell.",
                "Let the study finish");
    }

    @ParameterizedTest
    @EnumSource
    void everyScaleHasTwoEdges(Scale scale) {
        for (boolean lower : new boolean[] {true, false}) {
            Domain.Interval range = new Domain.Interval(scale, 0.1, 0.9);
            SyntheticStudy study =
                    study().range("x", Role.NUISANCE, scale, 0.1, 0.9)
                            .trials(
                                    10,
                                    i ->
                                            trial(i).with("x", range.extended((i + 0.5) / 10))
                                                    .errors(
                                                            lower
                                                                    ? 0.1 + 0.05 * i
                                                                    : 0.9 - 0.05 * i));
            problem(
                    study.verdict("Is the search space large enough for x"),
                    lower ? "lower edge (0.1)" : "upper edge (0.9)",
                    lower ? "Widen x: min 0" : "Widen x: max ");
        }
    }

    @Test
    void logarithmicScalesAreWidenedByADecadeOrAsFarAsTheTrendSays() {
        Domain.Interval log = new Domain.Interval(Scale.LOG, 0.001, 1);
        Domain.Interval momentum = new Domain.Interval(Scale.ONE_MINUS_LOG, 0.8, 0.99);
        assertThat(Widening.end(log, true, OptionalDouble.empty())).isEqualTo(1e-4);
        assertThat(Widening.end(log, false, OptionalDouble.of(1.1))).isEqualTo(10);
        assertThat(Widening.end(log, true, OptionalDouble.of(-0.9))).isEqualTo(1e-5);
        assertThat(Widening.end(log, true, OptionalDouble.of(-9))).isEqualTo(1e-4);
        assertThat(Widening.end(momentum, false, OptionalDouble.empty()))
                .isCloseTo(0.999, within(1e-9));
        assertThat(Widening.end(momentum, true, OptionalDouble.empty())).isZero();
    }

    @Test
    void otherScalesAreWidenedByHalfTheirRange() {
        Domain.Interval linear = new Domain.Interval(Scale.LINEAR, 2, 4);
        assertThat(Widening.end(linear, false, OptionalDouble.empty())).isEqualTo(5);
        assertThat(
                        Widening.end(
                                new Domain.Whole(Scale.LINEAR, 3, 40),
                                true,
                                OptionalDouble.empty()))
                .isEqualTo(1);
    }

    @Test
    void choicesFewWholeNumbersAndZeroAreNoEdges() {
        SyntheticStudy study =
                study().choices("optimizer.name", Role.SCIENTIFIC, "sgd", "adam")
                        .whole("layers", 1, 19)
                        .range("dropout", Role.NUISANCE, Scale.LINEAR, 0, 0.5)
                        .trials(
                                10,
                                i ->
                                        trial(i).with("optimizer.name", "adam")
                                                .with("layers", 19)
                                                .with("dropout", 0.05 * i)
                                                .errors(0.1 + 0.05 * i));
        assertThat(study.analysis().verdicts())
                .extracting(Verdict::question)
                .filteredOn(q -> q.startsWith("Is the search space"))
                .containsExactly("Is the search space large enough for dropout?");
        good(study.verdict("Is the search space"), "no more than chance");
    }

    @Test
    void edgesAreJudgedInEachArm() {
        SyntheticStudy study =
                study().arms("optimizer.name=sgd", "optimizer.name=adam")
                        .learningRate()
                        .trials(
                                40,
                                i -> {
                                    double u = (Math.floor(i / 2.0) + 0.5) / 20;
                                    double error = i % 2 == 0 ? Math.abs(u - 0.5) : 1 - u;
                                    return rated(i, u).arm(i % 2).errors(0.1 + 0.5 * error);
                                });
        problem(
                study.verdict(LARGE),
                "In optimizer.name=adam, validation/error_rate still gets better towards the upper edge (1): the best trial has 0.8414, the highest of 20",
                "max 10 in place of 1");
        assertThat(study.verdict(LARGE).answer().sentence()).doesNotContain("sgd");
        assertThat(study.verdict(LARGE).plot()).isEqualTo("axis-optimizer-learning-rate");
    }

    /** Of 3.3 % error on 2,000 examples three trials lie 1.32 points apart in 1 of 20 cases. */
    @Test
    void threeTrialsThatNoiseDoesNotTellApartAreEnough() {
        good(
                rates(10, u -> u < 0.3 ? 0.03 + 0.02 * u : 0.1).verdict(POINTS),
                "3 of 10 trials are as good as the best (3.10 %), that is within 1.32 points.");
        attention(
                rates(10, u -> u < 0.2 ? 0.03 : 0.045).verdict(POINTS),
                "Only 2 of 10 trials are as good as the best (3.00 %), that is within 1.36 points.",
                "Let the study finish its 20 trials per arm");
    }

    @Test
    void moreTrialsThanPlannedAreACommand() {
        SyntheticStudy study = rates(20, u -> u < 0.1 ? 0.1 : 0.5);
        attention(study.verdict(POINTS), "Only 2 of 20", "Run more trials: 40 per arm.");
        Remedy remedy = study.verdict(POINTS).answer().remedy().orElseThrow();
        assertThat(remedy.command()).hasValue("etude study extend 'my studies/s' --trials 40");
        assertThat(remedy.trainings()).hasValue(20);
    }

    /** On so many examples noise is 0.09 points; 17 % of the error are as good for practice. */
    @Test
    void whatIsPracticallyAsGoodCounts() {
        SyntheticStudy study =
                rates(10, u -> u < 0.3 ? 0.1 + 0.03 * u : 0.3)
                        .dataset(
                                SyntheticStudy.data(OptionalInt.of(1_300_000), OptionalInt.of(10)));
        good(study.verdict(POINTS), "within 1.78 points");
    }

    @Test
    void seedsThatWereMeasuredAreNoise() {
        attention(rates(10, u -> u < 0.2 ? 0.1 : 0.13).verdict(POINTS), "Only 2", "Let");
        good(
                rates(10, u -> u < 0.2 ? 0.1 : 0.13).rerun(0, 0.09, 0.11, 0.13).verdict(POINTS),
                "10 of 10 trials");
    }

    @Test
    void fewFeasibleTrialsSayNothing() {
        notKnown(
                study().trial(trial(0).errors(0.1)).verdict(POINTS),
                "1 trial is feasible. At least 5 are needed to tell.",
                "Let the study finish");
    }
}
