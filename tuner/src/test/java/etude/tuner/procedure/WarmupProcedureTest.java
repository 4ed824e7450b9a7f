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
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workloads of which it is known what a warmup does for them. */
final class WarmupProcedureTest {
    private static final double UNSTABLE = 0.5;
    private static final double PEAK = 5;

    @TempDir private Path directory;

    private UnstableRate unstable(OptionalDouble named, int steps, String... overrides)
            throws IOException {
        Path config =
                Files.writeString(
                        directory.resolve("base.yaml"),
                        """
                        name: digits
                        dataset: {name: generated, examples: 200, image_size: 12, validation_fraction: 0.2}
                        model: {name: mlp, hidden: [8]}
                        batch_size: 10
                        max_train_steps: %d
                        optimizer: {name: momentum, learning_rate: 0.1}
                        schedule: {decay: cosine}
                        """
                                .formatted(steps));
        return UnstableRate.of(
                named,
                StabilityProcedure.of(
                        "digits-stability",
                        config,
                        List.of(overrides),
                        Optional.empty(),
                        SyntheticStudy.ERROR_RATE,
                        160));
    }

    private WarmupProcedure procedure(int steps, boolean further, String... overrides)
            throws IOException {
        return WarmupProcedure.of(
                "digits-warmup",
                unstable(OptionalDouble.of(UNSTABLE), steps, overrides),
                further,
                new PlannedStudy.Reruns(5, OptionalDouble.empty()),
                160);
    }

    private static double falling(int step) {
        return 0.1 + 2.2 * Math.exp(-step / 20.0);
    }

    private static Run at(int number, double rate, int steps, IntToDoubleFunction losses) {
        return Run.trial(number).learningRate(rate).errors(0.2).stepLosses(steps, losses);
    }

    private static StudyRecord of(Run... runs) {
        SyntheticStudy study = SyntheticStudy.study().learningRate();
        for (Run run : runs) {
            study.trial(run);
        }
        return study.data();
    }

    private static StudyRecord stable(int warmup) {
        return of(at(0, PEAK, 3 * warmup, WarmupProcedureTest::falling));
    }

    private static StudyRecord diverged() {
        return of(Run.trial(0).learningRate(PEAK).infeasible(new Infeasible.Diverged(12)));
    }

    /** Four rates for each arm, the second of which is best, and reruns of that with five seeds. */
    private static StudyRecord compared(double[] baseline, double[] warmup) {
        double[] rates = {0.1, 0.368, 1.36, PEAK};
        double[] worse = {0.05, 0, 0.1, 0.3};
        SyntheticStudy study =
                SyntheticStudy.study().learningRate().arms("pipeline=baseline", "pipeline=warmup");
        for (int i = 0; i < rates.length; i++) {
            for (int arm = 0; arm < 2; arm++) {
                double best = arm == 0 ? baseline[0] : warmup[0];
                study.trial(
                        Run.trial(2 * i + arm)
                                .arm(arm)
                                .learningRate(rates[i])
                                .errors(best + worse[i])
                                .stepLosses(1000, WarmupProcedureTest::falling));
            }
        }
        return study.paired(2, baseline).paired(3, warmup).data();
    }

    private static final double[] LOW = {0.100, 0.104, 0.096, 0.102, 0.098};
    private static final double[] HIGH = {0.150, 0.155, 0.144, 0.153, 0.148};

    private Result read(double[] baseline, double[] warmup) throws IOException {
        return procedure(2000, false)
                .read(List.of(diverged(), stable(100), compared(baseline, warmup)));
    }

    @Test
    void warmupsGrowTenfoldUntilOneIsStableAndThenItIsCompared() throws IOException {
        WarmupProcedure procedure = procedure(2000, false);
        PlannedStudy shortest = procedure.next(List.of()).orElseThrow();
        assertThat(shortest.name()).isEqualTo("digits-warmup-10");
        assertThat(shortest.text())
                .contains("fixed: {schedule.warmup_steps: 10, max_train_steps: 20}")
                .contains("values: [5.0]");
        assertThat(shortest.steps()).isEqualTo(30);
        PlannedStudy longer = procedure.next(List.of(diverged())).orElseThrow();
        assertThat(longer.text())
                .contains("fixed: {schedule.warmup_steps: 100, max_train_steps: 200}");
        PlannedStudy comparison = procedure.next(List.of(diverged(), stable(100))).orElseThrow();
        assertThat(comparison.name()).isEqualTo("digits-warmup-comparison");
        assertThat(comparison.text())
                .contains("{path: pipeline, role: scientific, values: [baseline, warmup]}")
                .contains(
                        "{path: schedule.warmup_steps, role: fixed, values: [100], when: {pipeline: warmup}}")
                .contains("trials: 4\n")
                .contains("values: [0.1, 0.368, 1.36, 5.0]");
        assertThat(comparison.trials()).isEqualTo(8);
        assertThat(comparison.steps()).isEqualTo(2100);
        assertThat(comparison.reruns().orElseThrow().seeds()).isEqualTo(5);
        assertThat(procedure.next(List.of(diverged(), stable(100), compared(HIGH, LOW)))).isEmpty();
        assertThat(procedure.next(List.of(stable(10))).orElseThrow().name())
                .as("the shortest one will do")
                .isEqualTo("digits-warmup-comparison");
        assertThat(procedure.mostSteps()).isEqualTo(30 + 300 + 2 * (4 + 5) * (2000 + 200 - 100));
    }

    @Test
    void aWarmupThatIsBetterIsProposedWithItsRate() throws IOException {
        Result result = read(HIGH, LOW);
        assertThat(result.json())
                .containsEntry("result", "better")
                .containsEntry("warmup_steps", 100L)
                .containsEntry("base_learning_rate", PEAK)
                .containsEntry("unstable_base_learning_rate", UNSTABLE);
        assertThat(result.sentences().get(0))
                .isEqualTo(
                        "Better: with a warmup of 100 steps, prepended, training beats the baseline.");
        assertThat(result.sentences().get(1))
                .startsWith(
                        "Over 5 other seeds each, paired by seed, training with warmup reaches 10.00 % (+-0.14 points, one standard error) at rate 0.368 and the baseline 15.00 %")
                .contains("at rate 0.368: 5.00 points apart, where chance alone explains up to ");
        assertThat(result.sentences().get(2))
                .startsWith(
                        "After 10 steps of warmup at 5 it diverged after step 12; after 100 steps of warmup at 5 the loss fell throughout: 100 steps is the shortest")
                .endsWith("10 times the unstable rate (0.5).");
        assertThat(result.patch().overrides())
                .containsExactly("schedule.warmup_steps=100", "optimizer.learning_rate=0.368");
    }

    @Test
    void chanceWorseAndEqualArePatchesOfNothing() throws IOException {
        double[] wide = {0.09, 0.13, 0.11, 0.15, 0.08};
        Result open = read(LOW, wide);
        assertThat(open.json()).containsEntry("result", "not_established");
        assertThat(open.sentences().get(2)).contains("seeds of each would");
        assertThat(open.patch().keys()).isEmpty();
        Result worse = read(LOW, HIGH);
        assertThat(worse.json()).containsEntry("result", "worse");
        assertThat(worse.patch().keys()).isEmpty();
        double[] nearly = {0.101, 0.104, 0.097, 0.102, 0.099};
        Result equal = read(LOW, nearly);
        assertThat(equal.json()).containsEntry("result", "equal");
        assertThat(equal.sentences().get(0)).startsWith("No difference that matters");
        assertThat(equal.sentences().get(1)).contains("does not matter (one standard error");
        assertThat(equal.patch().keys()).isEmpty();
    }

    @Test
    void withoutAStableWarmupClippingOrALowerRateIsTheResult() throws IOException {
        WarmupProcedure procedure = procedure(2000, false);
        List<StudyRecord> finished = List.of(diverged(), diverged());
        assertThat(procedure.next(finished)).isEmpty();
        Result result = procedure.read(finished);
        assertThat(result.isAnswer()).isTrue();
        assertThat(result.json()).containsEntry("result", "none_stable");
        assertThat(result.sentences().get(0))
                .isEqualTo(
                        "None is stable: no warmup of 10 or 100 steps makes training stable at 10 times the unstable rate (0.5), and longer ones would be above 10 % of max_train_steps (2,000).");
        assertThat(result.sentences().get(2))
                .contains("etude tune clipping RUN --unstable-rate 0.5");
    }

    /** A ramp that ends in a network that predicts a constant has killed it, without any rise. */
    @Test
    void aLossThatStandsStillIsNotStable() throws IOException {
        WarmupProcedure procedure = procedure(2000, false);
        StudyRecord dead = of(at(0, PEAK, 30, step -> Math.log(10) + 0.01 * Math.sin(17 * step)));
        assertThat(procedure.next(List.of(dead)).orElseThrow().name())
                .isEqualTo("digits-warmup-100");
    }

    @Test
    void warmupsEndAtTenPercentAndThoseAboveFiveAreNamed() throws IOException {
        assertThat(procedure(1000, false).warmups()).containsExactly(10L, 100L);
        assertThat(procedure(999, false).warmups()).containsExactly(10L);
        assertThat(procedure(1000, false, "schedule.warmup_steps=10").warmups())
                .as("longer than the config's own")
                .containsExactly(100L);
        assertThatThrownBy(() -> procedure(99, false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("max_train_steps: warmups of 10, 100, 1,000, ... steps");
        assertThatThrownBy(() -> procedure(1000, false, "schedule.warmup_steps=100"))
                .hasMessageContaining("longer than the 100 steps of schedule.warmup_steps");
        for (int steps : new int[] {1999, 2000}) {
            Result result =
                    procedure(steps, false)
                            .read(List.of(diverged(), stable(100), compared(HIGH, LOW)));
            assertThat(result.sentences().stream().anyMatch(s -> s.contains("above 5 %")))
                    .as("100 of %d steps", steps)
                    .isEqualTo(steps < 2000);
        }
    }

    @Test
    void furtherTriesAHundredTimesTooAndTakesTheHighestRateThatIsStable() throws IOException {
        WarmupProcedure procedure = procedure(2000, true);
        PlannedStudy first = procedure.next(List.of()).orElseThrow();
        assertThat(first.text()).contains("values: [5.0, 50.0]");
        StudyRecord half =
                of(
                        at(0, 5, 30, WarmupProcedureTest::falling),
                        Run.trial(1).learningRate(50).infeasible(new Infeasible.Diverged(3)));
        assertThat(procedure.next(List.of(half)).orElseThrow().name())
                .isEqualTo("digits-warmup-100");
        PlannedStudy comparison = procedure.next(List.of(half, half)).orElseThrow();
        assertThat(comparison.text())
                .contains("values: [10], when: {pipeline: warmup}")
                .contains(", 5.0]");
        StudyRecord whole =
                of(
                        at(0, 5, 300, WarmupProcedureTest::falling),
                        at(1, 50, 300, WarmupProcedureTest::falling));
        assertThat(procedure.next(List.of(half, whole)).orElseThrow().text())
                .contains("values: [100], when: {pipeline: warmup}")
                .contains(", 50.0]");
    }

    @Test
    void theDecayDoesNotFollowTheWarmup() throws IOException {
        WarmupProcedure procedure =
                procedure(2000, false, "schedule={decay: inverse_sqrt, warmup_steps: 5}");
        PlannedStudy comparison = procedure.next(List.of(stable(10))).orElseThrow();
        assertThat(comparison.base().schedule().timescale().orElseThrow().text()).isEqualTo("5");
        assertThat(procedure.read(List.of(stable(10), compared(HIGH, LOW))).patch().overrides())
                .contains("schedule.timescale=5");
    }

    @Test
    void theUnstableRateIsFoundFirstWhereNobodyNamesIt() throws IOException {
        WarmupProcedure procedure =
                WarmupProcedure.of(
                        "digits-warmup",
                        unstable(OptionalDouble.empty(), 2000),
                        false,
                        new PlannedStudy.Reruns(5, OptionalDouble.empty()),
                        160);
        StudyRecord sweep = of(at(0, 0.1, 2000, WarmupProcedureTest::falling));
        StudyRecord early = of(at(0, 0.2, 500, WarmupProcedureTest::falling));
        StudyRecord calm =
                of(
                        at(0, 0.5, 2000, WarmupProcedureTest::falling),
                        at(1, 1, 2000, WarmupProcedureTest::falling));
        StudyRecord wild =
                of(
                        at(0, 0.5, 2000, WarmupProcedureTest::falling),
                        Run.trial(1).learningRate(1).infeasible(new Infeasible.Diverged(40)));
        assertThat(procedure.next(List.of()).orElseThrow().name())
                .as("the same studies as those of tune stability")
                .isEqualTo("digits-stability-sweep");
        assertThat(procedure.next(List.of(sweep, early)).orElseThrow().name())
                .isEqualTo("digits-stability-above");
        PlannedStudy first = procedure.next(List.of(sweep, early, wild)).orElseThrow();
        assertThat(first.name()).isEqualTo("digits-warmup-10");
        assertThat(first.text()).contains("values: [10.0]");
        assertThat(procedure.next(List.of(sweep, early, calm))).isEmpty();
        Result nothing = procedure.read(List.of(sweep, early, calm));
        assertThat(nothing.isAnswer()).isTrue();
        assertThat(nothing.json()).containsEntry("result", "nothing_to_fix");
        assertThat(nothing.sentences().get(0))
                .isEqualTo(
                        "Nothing to fix: up to 10 times the best rate (0.1) training is stable, so a warmup would serve nothing.");
    }

    @Test
    void aRateThatIsNotAboveTheConfigsIsRefused() {
        assertThatThrownBy(() -> unstable(OptionalDouble.of(0.1), 2000))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(
                        "--unstable-rate: expected a rate above the 0.1 of the config");
        assertThatThrownBy(() -> unstable(OptionalDouble.of(0.5), 2000, "evaluation.every=2001"))
                .hasMessageContaining(
                        "evaluation.every: expected at most the 2,000 steps of max_train_steps");
        assertThatThrownBy(
                        () ->
                                unstable(
                                        OptionalDouble.of(0.5),
                                        2000,
                                        "optimizer.learning_rate=1.0e-40"))
                .hasMessageContaining("optimizer.learning_rate: the rates to try are laid around");
    }
}
