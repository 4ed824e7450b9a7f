package etude.tuner.analysis.result;

import static etude.tuner.analysis.Run.trial;
import static etude.tuner.analysis.SyntheticStudy.study;
import static org.assertj.core.api.Assertions.assertThat;

import etude.trainer.config.CheckpointsConfig.Mode;
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

    /** Losses 1.0, 1.1, ..., 1.8 and one more: median 1.45, MAD 0.25, limit 3.30. */
    @Test
    void trainingLossFarFromTheOthersIsInfeasible() {
        assertThat(withLoss(3.2, 9).infeasible()).isEmpty();
        assertThat(withLoss(3.4, 9).infeasible())
                .extracting(infeasible -> infeasible.reason().kind())
                .containsExactly(Infeasible.Kind.OUTLIER);
    }

    @Test
    void outliersNeedTenTrials() {
        assertThat(withLoss(100, 8).infeasible()).isEmpty();
    }

    private static StudyResults withLoss(double last, int others) {
        SyntheticStudy study =
                study().trials(others, i -> trial(i).errors(0.1, 0.1).trainLosses(5, 1 + 0.1 * i));
        return study.trial(trial(9).errors(0.1, 0.1).trainLosses(last, 4)).results();
    }
}
