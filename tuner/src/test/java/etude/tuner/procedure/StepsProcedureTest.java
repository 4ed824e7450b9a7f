package etude.tuner.procedure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import etude.trainer.config.ConfigException;
import etude.tuner.analysis.Run;
import etude.tuner.analysis.SyntheticStudy;
import etude.tuner.record.StudyRecord;
import etude.tuner.store.Infeasible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps whose truth is known. */
final class StepsProcedureTest {
    private static final int EVALUATIONS = 50;
    private static final double NEVER = Double.POSITIVE_INFINITY;
    private static final double DIVERGES = Double.NaN;

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
                max_train_steps: "10 epochs"
                optimizer: {name: momentum, learning_rate: 0.1, weight_decay: 1.0e-4}
                schedule: {decay: cosine, warmup_steps: "5%"}
                label_smoothing: 0.1
                """);
    }

    private StepsProcedure procedure(long atMost) {
        return StepsProcedure.of("digits-steps", config, List.of(), atMost, 0.005, true);
    }

    /**
     * A finished sweep.
     *
     * @param fitted the evaluation from which a rate has no error on training examples: infinity
     *     for never, not a number where it diverges
     */
    private static StudyRecord sweep(DoubleUnaryOperator fitted, double... rates) {
        SyntheticStudy study = SyntheticStudy.study().learningRate();
        for (int i = 0; i < rates.length; i++) {
            double from = fitted.applyAsDouble(rates[i]);
            Run run = Run.trial(i).learningRate(rates[i]);
            study.trial(
                    Double.isNaN(from)
                            ? run.infeasible(new Infeasible.Diverged(7))
                            : run.errors(new double[EVALUATIONS])
                                    .measured(PerfectFit.ERROR, e -> e < from ? 0.3 : 0.004));
        }
        return study.data();
    }

    private static final double[] FIRST = {0.00316, 0.01, 0.0316, 0.1, 0.316, 1, 3.16};

    @Test
    void theSweepIsOfConstantRatesWithoutRegularization() {
        PlannedStudy study = procedure(1000).next(List.of()).orElseThrow();
        assertThat(study.name()).isEqualTo("digits-steps-1");
        assertThat(study.text())
                .contains(
                        "values: [0.00316, 0.01, 0.0316, 0.1, 0.316, 1.0, 3.16]",
                        "objective: {metric: train_evaluation/error_rate, mode: min}",
                        "trials: 7");
        assertThat(study.allSteps()).isEqualTo(7000);
        assertThat(study.base().schedule().warmupSteps().amount()).isZero();
        assertThat(study.base().schedule().endOfDecay()).hasValue(1);
        assertThat(study.base().labelSmoothing()).isZero();
        assertThat(study.base().optimizer().weightDecay()).isZero();
        assertThat(study.base().evaluation().every().text()).isEqualTo("20");
        assertThat(study.base().maxTrainSteps().text()).isEqualTo("1000");
        assertThat(procedure(1000).next(List.of())).as("the same inputs").contains(study);
    }

    @Test
    void theFastestRateDecides() {
        List<StudyRecord> finished =
                List.of(sweep(rate -> rate == 0.316 ? 9 : rate < 0.1 ? NEVER : 20, FIRST));
        assertThat(procedure(5000).next(finished)).isEmpty();
        Result result = procedure(5000).read(finished);
        assertThat(result.isAnswer()).isTrue();
        assertThat(result.sentences())
                .containsExactly(
                        "max_train_steps: begin with 1,000.",
                        "The fastest of 7 constant rates, 0.316, has train_evaluation/error_rate at most 0.5 % from step 1,000 on, to within the 100 steps between evaluations (trial 4 of s). 1,000 steps take 0.2 s.",
                        "The config has label smoothing and weight decay, which the sweep left out: with them training may need more steps.");
        assertThat(result.patch().yaml())
                .isEqualTo(
                        """
                        - key: max_train_steps
                          old: 10 epochs
                          new: 1000
                          reason: "The fastest constant learning rate, 0.316, fits the training set in so many steps."
                        """);
        assertThat(result.patch().applied(config, List.of())).contains("max_train_steps: 1000\n");
        assertThat(result.json()).containsEntry("result", "fitted").containsEntry("edge", false);
    }

    /** One evaluation below the limit may be luck. */
    @Test
    void oneEvaluationIsNoPerfectFit() {
        PerfectFit fit = new PerfectFit(PerfectFit.ERROR, 0.005);
        SyntheticStudy study =
                SyntheticStudy.study()
                        .trial(
                                Run.trial(0)
                                        .errors(new double[6])
                                        .measured(
                                                PerfectFit.ERROR,
                                                e -> e == 1 || e > 3 ? 0.005 : 0.0051));
        assertThat(fit.step(study.data().trials().get(0).evaluations(), 0.005)).hasValue(500);
        assertThat(fit.step(study.data().trials().get(0).evaluations(), 0.0049)).isEmpty();
    }

    @Test
    void theBestRateAtAnEdgeWidensTheSweepTwiceAtMost() {
        DoubleUnaryOperator faster = rate -> 40 - 5 * Math.log10(rate);
        StudyRecord first = sweep(faster, FIRST);
        PlannedStudy second = procedure(1000).next(List.of(first)).orElseThrow();
        assertThat(second.name()).isEqualTo("digits-steps-2");
        assertThat(second.text()).contains("values: [10.0, 31.6, 100.0, 316.0]");
        StudyRecord beyond = sweep(faster, 10, 31.6, 100, 316);
        PlannedStudy third = procedure(1000).next(List.of(first, beyond)).orElseThrow();
        assertThat(third.text()).contains("values: [1000.0, 3160.0, 10000.0, 31600.0]");
        List<StudyRecord> all = List.of(first, beyond, sweep(faster, 1000, 3160, 10000, 31600));
        assertThat(procedure(1000).next(all)).isEmpty();
        assertThat(procedure(1000).read(all).sentences().get(1))
                .contains("It is the highest rate of the sweep, also after widening it");
    }

    @Test
    void aRateThatDivergesBeyondTheBestIsAnEdgeFound() {
        List<StudyRecord> finished = List.of(sweep(rate -> rate > 1 ? DIVERGES : 30 - rate, FIRST));
        assertThat(procedure(1000).next(finished)).isEmpty();
        assertThat(procedure(1000).read(finished).json()).containsEntry("learning_rate", 1.0);
    }

    @Test
    void equallyFastRatesAreNoEdge() {
        List<StudyRecord> finished = List.of(sweep(rate -> 5, FIRST));
        assertThat(procedure(1000).next(finished)).isEmpty();
        assertThat(procedure(1000).read(finished).json()).containsEntry("learning_rate", 0.1);
    }

    @Test
    void withoutAFitTheWorkloadIsComputeBoundWhichIsAResult() {
        List<StudyRecord> finished =
                List.of(
                        SyntheticStudy.study()
                                .learningRate()
                                .trials(
                                        FIRST.length,
                                        i ->
                                                Run.trial(i)
                                                        .learningRate(FIRST[i])
                                                        .errors(new double[EVALUATIONS])
                                                        .measured(
                                                                PerfectFit.ERROR,
                                                                e -> 0.1 + 0.1 * Math.abs(i - 2)))
                                .data());
        assertThat(procedure(1000).next(finished)).isEmpty();
        Result result = procedure(1000).read(finished);
        assertThat(result.isAnswer()).isTrue();
        assertThat(result.sentences())
                .containsExactly(
                        "Compute-bound at 1,000 steps, or the model cannot fit the training set: choose max_train_steps by patience.",
                        "No rate of 7 from 0.00316 to 3.16 reached train_evaluation/error_rate at most 0.5 %; the lowest was 10.00 %, at 0.0316. 1,000 steps take 0.2 s.");
        assertThat(result.patch().keys()).isEmpty();
        assertThat(result.patch().yaml()).isEqualTo("[]\n");
    }

    @Test
    void whereNothingTrainsLowerRatesAreTriedAndThenThereIsNoResult() {
        StudyRecord first = sweep(rate -> DIVERGES, FIRST);
        assertThat(procedure(1000).next(List.of(first)).orElseThrow().text())
                .contains("values: [3.16E-5, 1.0E-4, 3.16E-4, 0.001]");
        Result result = procedure(1000).read(List.of(first));
        assertThat(result.isAnswer()).isFalse();
        assertThat(result.sentences().get(0))
                .isEqualTo(
                        "No result: none of 7 constant learning rates from 0.00316 to 3.16 trains (infeasible: diverged after step 7).");
    }

    @Test
    void whatCannotBeSweptIsRefused() {
        assertThatThrownBy(() -> procedure(9))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--at-most: expected at least 10 steps");
        assertThatThrownBy(
                        () ->
                                StepsProcedure.of(
                                        "n",
                                        config,
                                        List.of("optimizer.learning_rate=0.0"),
                                        100,
                                        1.5,
                                        true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--fit: expected a share between 0 and 1, found 1.5")
                .hasMessageContaining("so it must be above 0");
    }
}
