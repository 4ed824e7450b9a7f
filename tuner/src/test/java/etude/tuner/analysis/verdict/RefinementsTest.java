package etude.tuner.analysis.verdict;

import static etude.tuner.analysis.Run.rated;
import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Role;
import etude.tuner.space.Scale;
import etude.tuner.store.Infeasible;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefinementsTest {
    private static final double GOLDEN = 0.618034;

    private static List<Refinement> of(SyntheticStudy study) {
        return study.analysis().refinements();
    }

    @Test
    void aSearchSpaceThatHoldsTheBestIsLeftAlone() {
        assertThat(
                        of(
                                study().learningRate()
                                        .trials(
                                                20,
                                                i ->
                                                        rated(i, i / 19.0)
                                                                .errors(
                                                                        0.1
                                                                                + 0.2
                                                                                        * bend(
                                                                                                i
                                                                                                        / 19.0)))))
                .isEmpty();
    }

    private static double bend(double place) {
        return (place - 0.5) * (place - 0.5);
    }

    @Test
    void aRangeIsWidenedWhereTheErrorFallsUpToItsEdge() {
        List<Refinement> changes =
                of(
                        study().learningRate()
                                .trials(20, i -> rated(i, i / 19.0).errors(0.5 - 0.4 * i / 19.0)));
        Refinement.MovedEnd moved = (Refinement.MovedEnd) changes.get(0);
        assertThat(moved.lower()).isFalse();
        assertThat(moved.end()).isGreaterThanOrEqualTo(10);
        assertThat(moved.reason()).contains("still gets better towards the upper edge (1)");
    }

    @Test
    void aRangeEndsWhereEveryTrialDiverges() {
        List<Refinement> changes =
                of(
                        study().learningRate()
                                .trials(
                                        20,
                                        i ->
                                                i > 13
                                                        ? rated(i, i / 19.0)
                                                                .infeasible(
                                                                        new Infeasible.Diverged(7))
                                                        : rated(i, i / 19.0)
                                                                .errors(
                                                                        0.1
                                                                                + bend(
                                                                                        i / 19.0
                                                                                                + 0.2))));
        Refinement.MovedEnd moved = (Refinement.MovedEnd) changes.get(0);
        assertThat(moved.lower()).isFalse();
        assertThat(moved.end()).isCloseTo(Math.pow(10, -3 + 3 * 13.5 / 19), within(0.005));
        assertThat(moved.reason())
                .isEqualTo(
                        "all 6 trials where optimizer.learning_rate is above 0.1354 are infeasible.");
    }

    @Test
    void whatDivergesWhereTwoAreHighIsSearchedByTheirProduct() {
        SyntheticStudy study =
                study().range("a", Role.NUISANCE, Scale.LOG, 1e-3, 1)
                        .range("b", Role.NUISANCE, Scale.LOG, 1e-3, 1)
                        .trials(60, RefinementsTest::pair);
        Refinement.Combined combined =
                of(study).stream()
                        .filter(Refinement.Combined.class::isInstance)
                        .map(Refinement.Combined.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(combined.product()).isTrue();
        assertThat(combined.high()).isBetween(1e-3, 1.2e-2);
        assertThat(combined.reason()).contains("where a is high and b is high");
    }

    private static Run pair(int i) {
        double a = (i + 0.5) / 60;
        double b = i * GOLDEN % 1;
        Run run = trial(i).with("a", Math.pow(10, -3 + 3 * a)).with("b", Math.pow(10, -3 + 3 * b));
        return a + b > 1.2
                ? run.infeasible(new Infeasible.Diverged(7))
                : run.errors(0.1 + 0.1 * bend(a) + 0.1 * bend(b));
    }

    @Test
    void whatDoesNotMatterIsFixedAtItsBestValue() {
        SyntheticStudy study =
                study().learningRate()
                        .range("dropout", Role.NUISANCE, Scale.LINEAR, 0, 0.5)
                        .trials(
                                60,
                                i ->
                                        rated(i, (i + 0.5) / 60)
                                                .with("dropout", 0.5 * (i * GOLDEN % 1))
                                                .errors(0.1 + 0.8 * bend((i + 0.5) / 60)));
        assertThat(of(study))
                .singleElement()
                .isInstanceOfSatisfying(
                        Refinement.FixedValue.class,
                        fixed -> {
                            assertThat(fixed.hyperparameter().path()).isEqualTo("dropout");
                            assertThat(fixed.value().asDouble())
                                    .isEqualTo(0.5 * (30 * GOLDEN % 1), within(0.3));
                        });
    }

    @Test
    void aBestTrialThatStandsAloneAsksForMore() {
        SyntheticStudy study =
                study().learningRate()
                        .trials(
                                10,
                                i ->
                                        rated(i, i / 9.0)
                                                .errors(i == 5 ? 0.05 : 0.4 + 0.01 * (i % 3)));
        assertThat(of(study))
                .contains(
                        new Refinement.TrialCount(
                                20,
                                ((Refinement.TrialCount) of(study).get(of(study).size() - 1))
                                        .reason()))
                .last()
                .extracting(Refinement::reason)
                .asString()
                .startsWith("Only 1 of 10 trials is as good as the best (5.00 %)");
    }
}
