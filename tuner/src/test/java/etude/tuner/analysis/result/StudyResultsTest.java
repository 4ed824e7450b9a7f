package etude.tuner.analysis.result;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.CheckpointsConfig.Mode;
import etude.trainer.run.RunFacts;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.space.Objective;
import etude.tuner.store.Infeasible;
import etude.tuner.store.TrialState;
import org.junit.jupiter.api.Test;

final class StudyResultsTest {
    @Test
    void aTrialIsWorthItsBestEvaluation() {
        FeasibleTrial result =
                study().trial(trial(4).errors(0.5, 0.2, Double.NaN, 0.2, 0.3))
                        .results()
                        .best()
                        .orElseThrow();
        assertThat(result.cost()).isEqualTo(0.2);
        assertThat(result.bestStep()).isEqualTo(200);
        assertThat(result.bestStepShare()).isEqualTo(0.4);
        assertThat(result.costs().bestSoFar().values()).containsExactly(0.5, 0.2, 0.2, 0.2);
    }

    @Test
    void whereMoreIsBetterTheLargestIsBest() {
        StudyResults results =
                study().objective(new Objective("validation/error_rate", Mode.MAX))
                        .trial(trial(0).errors(0.5, 0.7, 0.6))
                        .trial(trial(1).errors(0.9))
                        .results();
        assertThat(results.feasible()).extracting(r -> r.trial().number()).containsExactly(1, 0);
        assertThat(results.objective(results.feasible().get(1).cost())).hasValue(0.7);
    }

    @Test
    void statesDecideWhatCounts() {
        StudyResults results =
                study().trial(trial(0).errors(0.5))
                        .trial(
                                trial(1).infeasible(
                                                new Infeasible.OutOfMemory(
                                                        "batch_size", 64, "4 GiB")))
                        .trial(trial(2).state(TrialState.FAILED))
                        .trial(trial(3).state(TrialState.RUNNING).errors(0.1))
                        .trial(trial(4).errors(Double.NaN))
                        .results();
        assertThat(results.feasible()).hasSize(1);
        assertThat(results.infeasible())
                .extracting(infeasible -> infeasible.reason().kind())
                .containsExactly(Infeasible.Kind.OUT_OF_MEMORY, Infeasible.Kind.DIVERGED);
        assertThat(results.costs())
                .containsExactly(0.5, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * The best trial's loss is 0.1 where a constant predictor reaches ln 10 = 2.30: half is 1.20.
     */
    @Test
    void aTrialThatLearnedLessThanHalfOfWhatTheBestDidIsFarWorse() {
        assertThat(losses(0.1, 0.2, 1.19).infeasible()).isEmpty();
        assertThat(losses(0.1, 0.2, 1.21).infeasible())
                .extracting(infeasible -> infeasible.reason().kind())
                .containsExactly(Infeasible.Kind.FAR_WORSE);
    }

    /** The best training losses of docs/example-report, where 2.30 (88 % error) learned nothing. */
    @Test
    void mediocreTrialsOfTheExampleReportAreNotFarWorse() {
        StudyResults nesterov =
                losses(
                        0.0303, 0.1338, 0.0091, 0.0368, 1e-4, 0.0037, 1e-4, 0.4458, 2e-4, 0.4390,
                        2.3003);
        assertThat(nesterov.infeasible()).extracting(t -> t.trial().number()).containsExactly(10);
        StudyResults adam =
                losses(
                        0.4222, 0.3090, 0.2137, 0.1620, 0.1689, 0.0745, 5e-5, 0.0512, 0.8306,
                        0.6649);
        assertThat(adam.infeasible()).isEmpty();
    }

    /** Not even a tenth of ln 10 was learned, and by one not even nothing. */
    @Test
    void whereNoTrialLearnedNoneIsFarWorse() {
        assertThat(losses(2.2, 2.3, 2.31, 2.4).infeasible()).isEmpty();
        assertThat(losses(2.4).infeasible()).isEmpty();
    }

    /** Twenty rates too small and too large: the median itself has learned nothing. */
    @Test
    void mostTrialsMayBeFarWorse() {
        assertThat(losses(0.1, 2.2, 2.3, 2.29, 2.31, 2.1, 2.4).infeasible()).hasSize(6);
    }

    /** On a hard task the best loss is above half of the constant's. */
    @Test
    void whereAllLearnLittleNoneIsFarWorse() {
        assertThat(losses(1.8, 1.9, 2.0).infeasible()).isEmpty();
    }

    @Test
    void everyScientificValueIsMeasuredByItsOwnBestTrial() {
        StudyResults results =
                study().arms("x=a", "x=b", "x=c")
                        .trial(loss(0, 0.1))
                        .trial(loss(1, 1.4).arm(1))
                        .trial(loss(2, 1.5).arm(1))
                        .trial(loss(3, 2.2).arm(2))
                        .results();
        assertThat(results.ofArm(1).infeasible()).isEmpty();
        assertThat(results.ofArm(2).feasible()).as("next to nothing learned").isEmpty();
    }

    @Test
    void withoutClassesAndAConstantPredictionNothingIsFarWorse() {
        StudyResults results =
                study().dataset(RunFacts.Data.unknown())
                        .trial(loss(0, 0.1))
                        .trial(loss(1, 9))
                        .results();
        assertThat(results.infeasible()).isEmpty();
    }

    private static StudyResults losses(double... losses) {
        SyntheticStudy study = study();
        for (int i = 0; i < losses.length; i++) {
            study.trial(loss(i, losses[i]));
        }
        return study.results();
    }

    private static Run loss(int number, double lowest) {
        return trial(number).errors(0.1, 0.1).trainLosses(3, lowest);
    }
}
