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
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workloads of which it is known what clipping does for them. */
final class ClippingProcedureTest {
    private static final double UNSTABLE = 0.4;
    private static final int STEPS = 1000;

    @TempDir private Path directory;
    private Path config = Path.of("");

    @BeforeEach
    void write() throws IOException {
        config =
                Files.writeString(
                        directory.resolve("base.yaml"),
                        """
                        name: digits
                        dataset: {name: generated, examples: 200, image_size: 12, validation_fraction: 0.2}
                        model: {name: mlp, hidden: [8]}
                        batch_size: 10
                        max_train_steps: 1000
                        optimizer: {name: momentum, learning_rate: 0.1}
                        """);
    }

    private ClippingProcedure procedure(String... overrides) {
        return ClippingProcedure.of(
                "digits-clipping",
                UnstableRate.of(
                        OptionalDouble.of(UNSTABLE),
                        StabilityProcedure.of(
                                "digits-stability",
                                config,
                                List.of(overrides),
                                Optional.empty(),
                                SyntheticStudy.ERROR_RATE,
                                160)),
                GradientNorms.of(
                        List.of(
                                best(0).data(),
                                best(1).gradientNorms(STEPS, step -> 2 * (step + 1)).data()),
                        "the best trials of digits"),
                new PlannedStudy.Reruns(5, OptionalDouble.empty()),
                160);
    }

    /** Ten evaluations, and norms from 1 to 1,000. */
    private static Run best(int number) {
        return Run.trial(number)
                .learningRate(0.1)
                .errors(10, i -> 0.2)
                .gradientNorms(STEPS, step -> step + 1);
    }

    private static double falling(int step) {
        return 0.1 + 2.2 * Math.exp(-step / 100.0);
    }

    private static StudyRecord at(double clipped, boolean stable) {
        Run run = Run.trial(0).learningRate(UNSTABLE).errors(0.2).clipping(1, clipped);
        return SyntheticStudy.study()
                .learningRate()
                .trial(
                        stable
                                ? run.stepLosses(STEPS, ClippingProcedureTest::falling)
                                : run.infeasible(new Infeasible.Diverged(77)))
                .data();
    }

    private static StudyRecord compared(double[] baseline, double[] clipping, double clipped) {
        double[] rates = {0.1, 0.159, 0.252, UNSTABLE};
        double[] worse = {0.05, 0.1, 0.02, 0};
        SyntheticStudy study =
                SyntheticStudy.study()
                        .learningRate()
                        .arms("pipeline=baseline", "pipeline=clipping");
        for (int i = 0; i < rates.length; i++) {
            study.trial(
                            Run.trial(2 * i)
                                    .learningRate(rates[i])
                                    .errors(baseline[0] + 0.05 * i)
                                    .stepLosses(STEPS, ClippingProcedureTest::falling))
                    .trial(
                            Run.trial(2 * i + 1)
                                    .arm(1)
                                    .learningRate(rates[i])
                                    .errors(clipping[0] + worse[i])
                                    .clipping(1, clipped)
                                    .stepLosses(STEPS, ClippingProcedureTest::falling));
        }
        return study.paired(0, baseline).paired(7, clipping).data();
    }

    private static final double[] LOW = {0.100, 0.104, 0.096, 0.102, 0.098};
    private static final double[] HIGH = {0.150, 0.155, 0.144, 0.153, 0.148};

    @Test
    void theThresholdIsThe90thPercentileOfAllStepsOfTheBestTrials() {
        assertThat(procedure().threshold())
                .as("of 1 to 1,000 together with 2, 4, ... 2,000")
                .isEqualTo(1600);
        PlannedStudy first = procedure().next(List.of()).orElseThrow();
        assertThat(first.name()).isEqualTo("digits-clipping-whole");
        assertThat(first.text())
                .contains("fixed: {gradient_clipping.norm: 1600.0}", "values: [0.4]");
        assertThat(first.steps()).isEqualTo(STEPS);
    }

    @Test
    void anUnstableThresholdIsHalvedTwiceAndAStableOneIsCompared() {
        ClippingProcedure procedure = procedure();
        StudyRecord wild = at(0.1, false);
        assertThat(procedure.next(List.of(wild)).orElseThrow().text())
                .contains("gradient_clipping.norm: 800.0");
        assertThat(procedure.next(List.of(wild, wild)).orElseThrow().text())
                .contains("gradient_clipping.norm: 400.0");
        assertThat(procedure.next(List.of(wild, wild, wild))).isEmpty();
        PlannedStudy comparison = procedure.next(List.of(wild, at(0.3, true))).orElseThrow();
        assertThat(comparison.text())
                .contains("{path: pipeline, role: scientific, values: [baseline, clipping]}")
                .contains(
                        "{path: gradient_clipping.norm, role: fixed, values: [800.0], when: {pipeline: clipping}}")
                .contains("values: [0.1, 0.159, 0.252, 0.4]");
        assertThat(procedure.next(List.of(wild, at(0.3, true), compared(HIGH, LOW, 0.3))))
                .isEmpty();
    }

    @Test
    void clippingThatIsBetterIsProposed() {
        Result result =
                procedure().read(List.of(at(0.1, false), at(0.3, true), compared(HIGH, LOW, 0.3)));
        assertThat(result.json())
                .containsEntry("result", "better")
                .containsEntry("threshold", 800.0);
        assertThat(result.sentences().get(0))
                .isEqualTo("Better: with gradients clipped above 800 training beats the baseline.");
        assertThat(result.sentences().get(2))
                .isEqualTo(
                        "At the unstable rate (0.4), clipped above 1600 it diverged after step 77 (10 % of the updates were clipped); clipped above 800 the loss fell throughout (30 % of the updates were clipped); the 90th percentile of the norms is 1600.");
        assertThat(result.sentences().get(3))
                .startsWith("The best rate with clipping is the highest");
        assertThat(result.patch().overrides())
                .containsExactly("gradient_clipping.norm=800.0", "optimizer.learning_rate=0.4");
    }

    @Test
    void aDifferenceThatIsNoneOrTheOtherWayProposesNothing() {
        List<StudyRecord> tried = List.of(at(0.1, true));
        for (double[] clipping : List.of(LOW, HIGH)) {
            Result result = procedure().read(List.of(tried.get(0), compared(LOW, clipping, 0.1)));
            assertThat(result.json()).containsEntry("result", clipping == LOW ? "equal" : "worse");
            assertThat(result.patch().keys()).isEmpty();
        }
    }

    /** Half of the updates is the border. */
    @Test
    void aboveHalfOfTheUpdatesTheAdviceIsALowerRate() {
        assertThat(procedure().next(List.of(at(0.5, true)))).isPresent();
        assertThat(procedure().next(List.of(at(0.51, true)))).isEmpty();
        Result early = procedure().read(List.of(at(0.51, true)));
        assertThat(early.isAnswer()).isTrue();
        assertThat(early.json()).containsEntry("result", "lower_the_rate");
        assertThat(early.sentences().get(0))
                .startsWith(
                        "Lower the learning rate: at 0.4 training is stable with gradients clipped above 1600, which clips 51 % of the updates");
        Result late = procedure().read(List.of(at(0.2, true), compared(HIGH, LOW, 0.51)));
        assertThat(late.json()).containsEntry("result", "lower_the_rate");
        assertThat(late.sentences().get(3)).contains("lower it instead");
        assertThat(late.patch().keys()).isEmpty();
    }

    @Test
    void whereNoThresholdHelpsALowerRateOrAWarmupIsTheResult() {
        StudyRecord wild = at(0.1, false);
        Result result = procedure().read(List.of(wild, wild, wild));
        assertThat(result.isAnswer()).isTrue();
        assertThat(result.json()).containsEntry("result", "none_stable");
        assertThat(result.sentences().get(0)).startsWith("None is stable: at 0.4 ");
        assertThat(result.sentences().get(2))
                .startsWith("Warm up (`etude tune warmup ")
                .contains("--unstable-rate 0.4");
    }

    @Test
    void theBaselinesOwnClippingIsWhatChanges() {
        assertThat(
                        procedure("gradient_clipping={norm: 5000}")
                                .read(List.of(at(0.1, true), compared(HIGH, LOW, 0.3)))
                                .patch()
                                .keys()
                                .get(0)
                                .before())
                .isEqualTo("5000.0");
    }

    @Test
    void aRunWithoutTheNormsOfEveryStepIsRefused() {
        assertThatThrownBy(
                        () ->
                                GradientNorms.of(
                                        List.of(best(0).gradientNorms(999, step -> 1).data()),
                                        "runs/digits"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "runs/digits: the threshold is a percentile of the gradient norms of every step, expected 1,000 of them in steps.bin, found 999");
        assertThatThrownBy(
                        () ->
                                GradientNorms.of(
                                        List.of(Run.trial(0).errors(0.1).data()), "runs/digits"))
                .isInstanceOf(ConfigException.class);
    }
}
