package etude.tuner.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import etude.tuner.probe.Scaling;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is concluded from synthetic trials. */
final class ComparisonTest {
    private static String sentences(Comparison comparison) {
        return String.join("\n", new ComparisonSentences(comparison).all());
    }

    @Test
    void perfectScalingUpToTheLargestSize() {
        Comparison comparison =
                new Trials()
                        .size(32, 1600, 0.01)
                        .size(64, 800, 0.01)
                        .size(128, 400, 0.01)
                        .compare();
        assertThat(comparison.critical()).hasValue(128);
        assertThat(comparison.beyondCritical()).isEmpty();
        assertThat(comparison.scalings()).allMatch(scaling -> scaling.ratio() == 2);
        assertThat(comparison.fastest())
                .hasValueSatisfying(s -> assertThat(s.batchSize()).isEqualTo(128));
        assertThat(comparison.reached()).allMatch(s -> s.examples().orElseThrow() == 51_200);
        assertThat(sentences(comparison))
                .contains("Batch size 128 minimizes training time: 4 s with 400 steps")
                .contains("The critical batch size is 128 or larger")
                .contains("at least 1.8")
                .contains("every 10 steps, without interpolation.")
                .doesNotContain("inconclusive");
    }

    @Test
    void theCriticalSizeIsWhereStepsNoLongerHalve() {
        Comparison comparison =
                new Trials()
                        .size(32, 1000, 0.010)
                        .size(64, 520, 0.012)
                        .size(128, 400, 0.020)
                        .size(256, 390, 0.040)
                        .compare();
        assertThat(comparison.critical()).hasValue(64);
        assertThat(comparison.scalings())
                .extracting(Scaling::perfect)
                .containsExactly(true, false, false);
        assertThat(comparison.scalings())
                .extracting(scaling -> scaling.ratio() < Scaling.NONE)
                .containsExactly(false, false, true);
        SizeSteps fastest = comparison.fastest().orElseThrow();
        assertThat(fastest.batchSize()).isEqualTo(64);
        assertThat(fastest.seconds().orElseThrow()).isCloseTo(6.24, within(1e-9));
        assertThat(comparison.cheapest()).hasValue(fastest);
        assertThat(sentences(comparison))
                .contains("The critical batch size seen is 64: from 64 to 128")
                .contains("divides the steps by only 1.3 ")
                .contains("Batch size 64 minimizes resource consumption: 6.24 device-seconds");
    }

    @Test
    void withoutScalingTheSmallestSizeIsCriticalOrBeyondIt() {
        Comparison comparison = new Trials().size(64, 400, 0.01).size(128, 400, 0.02).compare();
        assertThat(comparison.critical()).hasValue(64);
        assertThat(comparison.scalings().get(0).ratio()).isLessThan(Scaling.NONE);
        assertThat(sentences(comparison)).contains("The critical batch size is 64 or smaller");
    }

    @Test
    void scalingIsPerDoublingWhateverTheSizes() {
        Comparison comparison = new Trials().size(32, 1600, 0.01).size(128, 400, 0.01).compare();
        assertThat(comparison.scalings().get(0).ratio()).isCloseTo(2, within(1e-12));
    }

    @Test
    void anOptimumAtAnEndIsInconclusive() {
        Comparison comparison =
                new Trials()
                        .size(32, 800, 0.01)
                        .trial(64, 0.01, 900, 0.01)
                        .trial(64, 0.1, 600, 0.01)
                        .trial(64, 1.0, 500, 0.01)
                        .trial(128, 0.01, 300, 0.01)
                        .trial(128, 0.1, 600, 0.01)
                        .trial(128, 1.0, 900, 0.01)
                        .compare();
        assertThat(comparison.inconclusive()).containsExactly(64, 128);
        assertThat(comparison.sizes().get(1).edge()).hasValue(SizeSteps.Edge.LARGEST);
        assertThat(comparison.sizes().get(2).edge()).hasValue(SizeSteps.Edge.SMALLEST);
        assertThat(sentences(comparison))
                .contains(
                        "Batch size 64 is inconclusive: its best learning rate, 1, is the largest")
                .contains("--learning-rates 0.01,10.0 --fresh")
                .contains(
                        "Batch size 128 is inconclusive: its best learning rate, 0.01, is the smallest")
                .contains("--learning-rates 0.001,1.0 --fresh")
                .contains("inconclusive, for the best learning rate of 64, 128 is at an end");
    }

    @Test
    void aDivergedTrialEndsTheRangeAndAFailedOneDoesNot() {
        Comparison diverged =
                new Trials()
                        .trial(32, 0.01, 900, 0.01)
                        .trial(32, 0.1, 500, 0.01)
                        .diverged(32, 1.0)
                        .compare();
        assertThat(diverged.sizes().get(0).edge()).isEmpty();
        assertThat(diverged.sizes().get(0).steps()).hasValue(500L);
        Comparison failed =
                new Trials()
                        .trial(32, 0.01, 900, 0.01)
                        .trial(32, 0.1, 500, 0.01)
                        .failed(32, 1.0)
                        .compare();
        assertThat(failed.sizes().get(0).edge()).hasValue(SizeSteps.Edge.LARGEST);
    }

    @Test
    void sizesThatDoNotReachTheTargetAreLeftOut() {
        Comparison comparison =
                new Trials()
                        .size(16, 9000, 0.01)
                        .size(32, 1000, 0.01)
                        .size(64, 500, 0.01)
                        .compare();
        assertThat(comparison.unreached()).extracting(SizeSteps::batchSize).containsExactly(16);
        assertThat(comparison.critical()).hasValue(64);
        assertThat(sentences(comparison))
                .contains(
                        "Batch size 16: no trial reached validation/error_rate <= 0.1 in 2,000 steps (the best came to 0.2)");
        Comparison one = new Trials().size(16, 9000, 0.01).size(32, 1000, 0.01).compare();
        assertThat(one.critical()).isEmpty();
        assertThat(sentences(one)).contains("only one size reached the target");
        Comparison none = new Trials().size(16, 9000, 0.01).size(32, 9000, 0.01).compare();
        assertThat(none.fastest()).isEmpty();
        assertThat(new ComparisonSentences(none).all().get(0))
                .startsWith("No batch size reached validation/error_rate <= 0.1");
    }

    @Test
    void coarseEvaluationsAreSaid() {
        Comparison comparison = new Trials().size(32, 60, 0.01).size(64, 40, 0.01).compare();
        Scaling scaling = comparison.scalings().get(0);
        assertThat(List.of(scaling.low(), scaling.ratio(), scaling.high()))
                .containsExactly(51.0 / 40, 1.5, 60.0 / 31);
        assertThat(sentences(comparison))
                .contains("evaluations stand too far apart to be sure (32 to 64: 1.28 to 1.94")
                .contains("up to 25 % of the steps needed")
                .contains("set evaluation.every=2");
    }

    @Test
    void theProbesPaceMayPreferAnotherSize() {
        Comparison comparison =
                new Trials()
                        .size(32, 1000, 0.010)
                        .size(64, 600, 0.020)
                        .probed(32, 0.010)
                        .probed(64, 0.011)
                        .compare();
        assertThat(comparison.fastest().orElseThrow().batchSize()).isEqualTo(32);
        assertThat(comparison.fastestByProbe().orElseThrow().batchSize()).isEqualTo(64);
        assertThat(sentences(comparison))
                .contains("slow each other down; by the probe's times it is 64)")
                .contains("the threads of the config, batch size 64");
    }
}
