package etude.tuner.procedure;

import static org.assertj.core.api.Assertions.assertThat;

import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.record.StudyRecord;
import etude.tuner.store.Infeasible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workloads whose stability is known. */
final class StabilityProcedureTest {
    private static final int STEPS = 4000;
    private static final double BEST = 0.1;

    @TempDir private Path directory;
    private Path config = Path.of("");

    @BeforeEach
    void write() throws IOException {
        config = directory.resolve("base.yaml");
        Files.writeString(
                config,
                """
                name: digits
                dataset: {name: generated, examples: 200, image_size: 12, validation_fraction: 0.2}
                model: {name: mlp, hidden: [8]}
                batch_size: 10
                max_train_steps: 4000
                optimizer: {name: momentum, learning_rate: 0.1}
                schedule: {decay: cosine, warmup_steps: "5%"}
                """);
    }

    private StabilityProcedure procedure(Optional<StudyRecord> sweep) {
        return StabilityProcedure.of(
                "digits-stability", config, List.of(), sweep, SyntheticStudy.ERROR_RATE, 160);
    }

    private static StudyRecord sweep() {
        double[] rates = {0.01, 0.0316, BEST, 0.316, 3.16};
        return SyntheticStudy.study()
                .learningRate()
                .trials(
                        rates.length,
                        i ->
                                i == 4
                                        ? Run.trial(i)
                                                .learningRate(rates[i])
                                                .infeasible(new Infeasible.Diverged(900))
                                        : Run.trial(i)
                                                .learningRate(rates[i])
                                                .errors(0.2 + 0.1 * Math.abs(i - 2))
                                                .stepLosses(STEPS, StabilityProcedureTest::falling))
                .data();
    }

    private static double falling(int step) {
        return 0.1 + 2 * Math.exp(-step / 800.0);
    }

    private static StudyRecord runs(Run... runs) {
        SyntheticStudy study = SyntheticStudy.study().learningRate();
        for (Run run : runs) {
            study.trial(run);
        }
        return study.data();
    }

    private static Run at(int number, double rate, int steps, IntToDoubleFunction losses) {
        return Run.trial(number).learningRate(rate).errors(0.2).stepLosses(steps, losses);
    }

    private static Run diverged(int number, double rate, long step) {
        return Run.trial(number).learningRate(rate).infeasible(new Infeasible.Diverged(step));
    }

    private Result read(StudyRecord early, StudyRecord above) {
        return procedure(Optional.empty()).read(List.of(sweep(), early, above));
    }

    private static StudyRecord calm() {
        return runs(at(0, 0.2, 500, StabilityProcedureTest::falling));
    }

    private static StudyRecord calmAbove() {
        return runs(
                at(0, 0.5, STEPS, StabilityProcedureTest::falling),
                at(1, 1, STEPS, StabilityProcedureTest::falling));
    }

    @Test
    void aSweepThenAShortRunThenWholeRunsArePlanned() {
        StabilityProcedure procedure = procedure(Optional.empty());
        PlannedStudy own = procedure.next(List.of()).orElseThrow();
        assertThat(own.name()).isEqualTo("digits-stability-sweep");
        assertThat(own.trials()).isEqualTo(7);
        assertThat(own.steps()).as("with warmup").isEqualTo(4200);
        PlannedStudy early = procedure.next(List.of(sweep())).orElseThrow();
        assertThat(early.text()).contains("values: [0.2]");
        assertThat(early.base().evaluation().every().text()).isEqualTo("1");
        assertThat(early.base().schedule().endOfDecay()).hasValue(1);
        PlannedStudy above = procedure.next(List.of(sweep(), calm())).orElseThrow();
        assertThat(above.text()).contains("values: [0.5, 1.0]");
        assertThat(above.base().maxTrainSteps().text()).isEqualTo("4000");
        assertThat(procedure.next(List.of(sweep(), calm(), calmAbove()))).isEmpty();
    }

    @Test
    void aFinishedStudySavesTheSweep() {
        StabilityProcedure procedure = procedure(Optional.of(sweep()));
        assertThat(procedure.next(List.of()).orElseThrow().name())
                .isEqualTo("digits-stability-early");
        assertThat(procedure.read(List.of(calm(), calmAbove())).json())
                .containsEntry("best_learning_rate", BEST);
    }

    @Test
    void withoutARiseTrainingIsStable() {
        Result result = read(calm(), calmAbove());
        assertThat(result.json())
                .containsEntry("result", "none")
                .as("of the sweep itself")
                .containsEntry("unstable_base_learning_rate", 3.16);
        assertThat(result.sentences())
                .containsExactly(
                        "Stable: up to 10 times the best rate (0.1) the loss neither diverges, nor rises after falling, nor stays at that of a constant prediction.",
                        "At 0.2 the loss fell throughout; at 0.5 the loss fell throughout; at 1 the loss fell throughout; the smallest unstable rate is 3.16.");
        assertThat(result.patch().keys()).isEmpty();
    }

    /** From 2.1 to 9 at steps 20 to 60, and back: no evaluation every 100 steps sees it. */
    @Test
    void aRiseInTheFirstStepsIsEarlyInstabilityThatEvaluationsMiss() {
        StudyRecord early =
                runs(at(0, 0.2, 500, step -> step >= 20 && step < 60 ? 9 : 2.1 - step / 500.0));
        StudyRecord sweep =
                SyntheticStudy.study()
                        .learningRate()
                        .trial(at(0, BEST, STEPS, StabilityProcedureTest::falling))
                        .data();
        Result result = procedure(Optional.empty()).read(List.of(sweep, early, calmAbove()));
        assertThat(result.json())
                .containsEntry("result", "early")
                .containsEntry("unstable_base_learning_rate", 0.2)
                .containsEntry("usual_evaluations_miss_it", true);
        assertThat(result.sentences().get(0))
                .isEqualTo("Unstable early in training, at rates above the best one (0.1).");
        assertThat(result.sentences().get(2))
                .isEqualTo(
                        "Fixing it will probably help: learning rate warmup (`etude tune warmup 'my studies/s' --unstable-rate 0.2`) first, then gradient clipping (`etude tune clipping 'my studies/s' --unstable-rate 0.2`).");
    }

    /** A median of 5 steps that reaches 1.4 times the start is no spike, 1.6 times is one. */
    @Test
    void aSpikeMustReachOneAndAHalfTimesTheStart() {
        for (double times : new double[] {1.4, 1.6}) {
            StudyRecord early =
                    runs(
                            at(
                                    0,
                                    0.2,
                                    500,
                                    step ->
                                            step >= 20 && step < 30
                                                    ? 2.5 * times
                                                    : 2.5 - step / 500.0));
            assertThat(read(early, calmAbove()).json())
                    .containsEntry("result", times > 1.5 ? "early" : "none");
        }
    }

    @Test
    void divergenceWithinFiveHundredStepsIsEarlyAndAfterThemLater() {
        StudyRecord soon =
                runs(at(0, 0.5, STEPS, StabilityProcedureTest::falling), diverged(1, 1, 500));
        assertThat(read(calm(), soon).json()).containsEntry("result", "early");
        StudyRecord later =
                runs(at(0, 0.5, STEPS, StabilityProcedureTest::falling), diverged(1, 1, 501));
        Result result = read(calm(), later);
        assertThat(result.json()).containsEntry("result", "later");
        assertThat(result.sentences().get(1)).contains("at 1 it diverged after step 501");
        assertThat(result.sentences().get(2))
                .startsWith("Fixing it will probably help: gradient clipping (`");
    }

    @Test
    void aLossThatRisesAfterFallingIsInstabilityInTheMiddle() {
        StudyRecord above =
                runs(
                        at(0, 0.5, STEPS, step -> step < 2500 ? falling(step) : 1.5),
                        at(1, 1, STEPS, StabilityProcedureTest::falling));
        Result result = read(calm(), above);
        assertThat(result.json())
                .containsEntry("result", "later")
                .containsEntry("unstable_base_learning_rate", 0.5);
        assertThat(result.sentences().get(1)).contains("at 0.5 the loss rose from ");
    }

    /** Back to a constant prediction at step 100 of 500: no spike, and no rise later. */
    @Test
    void aRiseWithinTheFirstStepsIsEarlyThoughItIsNoSpike() {
        StudyRecord early = runs(at(0, 0.2, 500, step -> step < 100 ? 2 - step / 100.0 : 1.5));
        assertThat(read(early, calmAbove()).json())
                .containsEntry("result", "early")
                .containsEntry("unstable_base_learning_rate", 0.2);
    }

    /** A dead network predicts a constant: 2.303 for ten classes. Just below, it has learned. */
    @Test
    void aLossThatStaysAtThatOfAConstantPredictionIsUnstable() {
        for (double level : new double[] {2.303, 2.29}) {
            StudyRecord above =
                    runs(
                            at(0, 0.5, STEPS, StabilityProcedureTest::falling),
                            at(1, 1, STEPS, step -> step < 5 ? 2.4 : level + 1e-4 * (step % 2)));
            Result result = read(calm(), above);
            assertThat(result.json()).containsEntry("result", level > 2.3 ? "early" : "none");
            if (level > 2.3) {
                assertThat(result.sentences().get(1))
                        .contains("at 1 the loss stayed at that of a constant prediction (2.303)");
            }
        }
    }

    @Test
    void whereNoRateTrainsThereIsNoResult() {
        StudyRecord sweep = runs(diverged(0, 0.1, 7));
        assertThat(procedure(Optional.empty()).next(List.of(sweep))).isEmpty();
        Result result = procedure(Optional.empty()).read(List.of(sweep));
        assertThat(result.isAnswer()).isFalse();
        assertThat(result.sentences().get(0))
                .isEqualTo(
                        "No result: no learning rate of s trains, so there is none to go beyond.");
    }
}
